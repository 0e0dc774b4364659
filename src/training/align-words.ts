/**
 * When the words of the training recordings are said: where recordings may be cut.
 * @module
 */
import type { PhoneTimes } from './align-phones';
import type { AlignedWord, Recording } from './dataset';
import type { PhoneLabels } from './phone-labels';

/** Words of one recording, from the times of its phones; none where they are not known. */
function wordsOf(
  text: string,
  times: PhoneTimes,
  phonesOf: PhoneLabels,
): AlignedWord[] | undefined {
  if (times.length === 0) return undefined;
  let phone = 0;
  return text.split(' ').map((word) => {
    const phones = phonesOf(word);
    const start = times[2 * phone]!;
    phone += phones.length;
    return { text: word, phones, start, end: times[2 * phone - 1]! };
  });
}

/**
 * Gives the recordings their words with times, where their phones are known.
 * @param times Of each recording's phones.
 */
export function alignWords(
  recordings: readonly Recording[],
  times: readonly PhoneTimes[],
  phonesOf: PhoneLabels,
): Recording[] {
  const known = new Map<string, Int32Array>();
  const once: PhoneLabels = (word) => {
    const phones = known.get(word) ?? phonesOf(word);
    known.set(word, phones);
    return phones;
  };
  return recordings.map((recording, i) => {
    const words = wordsOf(recording.text, times[i]!, once);
    return words ? { ...recording, words } : recording;
  });
}
