/**
 * When the words of the training recordings are said, by the model that a run starts from: forced alignment of the phones
 * of each transcript, kept on disk for the next start.
 * @module
 */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError } from '../base/errors';
import { matrix } from '../base/matrix';
import type { Bundle } from '../bundle/load-bundle';
import { alignUnits } from '../decoder/forced-alignment';
import type { Tensorflow } from '../tensor/backend';
import { AcousticLearner } from './acoustic-learner';
import { layOut, type Example } from './batch';
import type { AlignedWord, Recording } from './dataset';
import type { ExtractionOptions } from './feature-cache';
import type { PhoneLabels } from './phone-labels';
import { toTensors } from './weight-tensors';

/** Steps of a phone: where it starts, and behind its end; of all phones of a recording in turn. */
type PhoneTimes = readonly number[];

const BATCH_SIZE = 32;
const BLOCK_STEPS = 32;
const REPORT_EVERY = 100;

function keyOf(bundle: Bundle, recordings: readonly Recording[]): string {
  const hash = createHash('sha256').update(JSON.stringify(bundle.spec));
  for (const { data } of Object.values(bundle.weights)) {
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  for (const { text, stepCount } of recordings) hash.update(`${text}\t${stepCount}\n`);
  return hash.digest('hex').slice(0, 24);
}

/** Phone times of recordings of like length in one batch. */
async function timesOf(
  tf: Tensorflow,
  learner: AcousticLearner,
  batch: readonly Recording[],
  asHeard: (recordings: readonly Recording[]) => Example[],
): Promise<PhoneTimes[]> {
  const logits = await learner.logits(layOut(asHeard(batch), BLOCK_STEPS));
  const byRecording = tf.tidy(() => tf.transpose(logits.phones!, [1, 0, 2]));
  const [, steps, classes] = byRecording.shape as [number, number, number];
  const values = byRecording.dataSync() as Float32Array;
  tf.dispose([...Object.values(logits), byRecording]);
  return batch.map(({ stepCount, phones }, b) => {
    const first = b * steps * classes;
    // A path's rank does not change where the steps' logits are not normalised: each path has one unit a step.
    const heard = matrix(stepCount, classes, values.subarray(first, first + stepCount * classes));
    const { starts, ends } = alignUnits(heard, Array.from(phones));
    return starts.flatMap((start, i) => [start, ends[i]!]);
  });
}

async function alignAll(
  tf: Tensorflow,
  recordings: readonly Recording[],
  bundle: Bundle,
  asHeard: (recordings: readonly Recording[]) => Example[],
  { signal, onProgress }: Omit<ExtractionOptions, 'folder'>,
): Promise<PhoneTimes[]> {
  const options = { beta1: 0, beta2: 0, epsilon: 1, weightDecay: 0, clipNorm: 1 };
  const learner = await AcousticLearner.create(
    bundle.spec,
    { ...options, blockSteps: BLOCK_STEPS, dropout: 0 },
    toTensors(tf, bundle.weights),
  );
  const times = recordings.map((): PhoneTimes => []);
  const order = recordings.map((_, i) => i).filter((i) => recordings[i]!.phones.length > 0);
  order.sort((a, b) => recordings[a]!.stepCount - recordings[b]!.stepCount);
  try {
    for (let at = 0; at < order.length; at += BATCH_SIZE) {
      if (signal.aborted) throw new CancelledError();
      if ((at / BATCH_SIZE) % REPORT_EVERY === 0) {
        onProgress(`alignment: ${at} of ${order.length}`);
      }
      const part = order.slice(at, at + BATCH_SIZE);
      const found = await timesOf(
        tf,
        learner,
        part.map((i) => recordings[i]!),
        asHeard,
      );
      part.forEach((i, b) => (times[i] = found[b]!));
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    learner.close();
  }
  return times;
}

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
 * @param asHeard Makes examples of recordings, not varied.
 * @throws CancelledError when the signal fires.
 */
export async function alignWords(
  tf: Tensorflow,
  recordings: readonly Recording[],
  bundle: Bundle,
  phonesOf: PhoneLabels,
  asHeard: (recordings: readonly Recording[]) => Example[],
  options: ExtractionOptions,
): Promise<Recording[]> {
  const file = path.join(options.folder, `words-${keyOf(bundle, recordings)}.json`);
  let times = await readFile(file, 'utf8').then(
    (json) => JSON.parse(json) as PhoneTimes[],
    () => undefined,
  );
  if (!times) {
    times = await alignAll(tf, recordings, bundle, asHeard, options);
    const staged = `${file}.${process.pid}.part`;
    await writeFile(staged, JSON.stringify(times));
    await rename(staged, file);
  }
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
