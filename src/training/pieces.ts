/**
 * Long recordings cut where their speakers pause, anew in every epoch: pieces of like length fill larger batches, and a
 * network hears each sentence begin and end elsewhere. Kaldi's chain recipes train on chunks for the same reasons
 * (Povey et al. 2016, "Purely sequence-trained neural networks for ASR based on lattice-free MMI", section 2.5).
 * @module
 */
import type { Random } from '../base/random';
import { COEFFICIENTS, FRAMES_PER_STEP, STEP_SECONDS } from '../features/definition';
import { encode } from '../text/alphabet';
import type { AlignedWord, Recording } from './dataset';

/** How recordings are cut. */
export interface PiecePlan {
  /** Least and greatest length of a piece; the last one of a recording may be longer by the least. */
  readonly seconds: readonly [number, number];
  /** Share of the recordings that are cut in an epoch; the others are heard whole. */
  readonly share: number;
}

/**
 * Steps without a phone that make a pause (150 ms). Phones of a CTC network stand at their beginnings, so a shorter gap may
 * be the rest of a long phone.
 */
const PAUSE_STEPS = 5;

/** Where a recording may be cut: in the middle of the pause before word `word`. */
interface CutPoint {
  readonly step: number;
  readonly word: number;
}

function cutPoints(words: readonly AlignedWord[]): CutPoint[] {
  return words.flatMap(({ start }, word) => {
    const before = words[word - 1];
    if (!before || start - before.end < PAUSE_STEPS) return [];
    // Later than the middle: the last phone before goes on for a while, the first one behind stands at its beginning.
    return [{ step: Math.round((before.end + 2 * start) / 3), word }];
  });
}

/**
 * Cuts a recording at random pauses.
 * @param words All its words in order.
 * @returns Pieces that lie one after the other and are the whole recording together; itself where nothing can be cut.
 */
export function cutRecording(
  recording: Recording,
  words: readonly AlignedWord[],
  [least, most]: PiecePlan['seconds'],
  random: Random,
): Recording[] {
  const steps = (seconds: number): number => Math.round(seconds / STEP_SECONDS);
  const pieces: Recording[] = [];
  let from: CutPoint = { step: 0, word: 0 };
  const until = (to: CutPoint): void => {
    const own = words.slice(from.word, to.word);
    const frames = FRAMES_PER_STEP * COEFFICIENTS;
    pieces.push({
      corpus: recording.corpus,
      text: own.map(({ text }) => text).join(' '),
      mel: recording.mel.subarray(from.step * frames, to.step * frames),
      stepCount: to.step - from.step,
      labels: encode(own.map(({ text }) => text).join(' ')),
      phones: Int32Array.from(own.flatMap(({ phones }) => Array.from(phones))),
      ...(recording.targets && { targets: recording.targets.subarray(from.step, to.step) }),
    });
    from = to;
  };
  const points = cutPoints(words).filter(({ step }) => recording.stepCount - step >= steps(least));
  for (;;) {
    const far = points.filter(({ step }) => step - from.step >= steps(least));
    const near = far.filter(({ step }) => step - from.step <= steps(most));
    const next = near.length > 0 ? near[random.integer(near.length)] : far[0];
    // What is left may be one piece.
    if (!next || recording.stepCount - from.step <= steps(most)) break;
    until(next);
  }
  if (pieces.length === 0) return [recording];
  until({ step: recording.stepCount, word: words.length });
  return pieces;
}

/** The recordings of an epoch: the drawn share of those whose words are known is cut, the others stay whole. */
export function cutEpoch(
  recordings: readonly Recording[],
  { seconds, share }: PiecePlan,
  random: Random,
): Recording[] {
  return recordings.flatMap((recording) => {
    const { words } = recording;
    if (!words || random.next() >= share) return [recording];
    return cutRecording(recording, words, seconds, random);
  });
}
