/**
 * When the phones of the training recordings are heard, by the model that a run starts from: forced alignment of each
 * transcript, kept on disk for the next start.
 * @module
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError } from '../base/errors';
import { matrix, type Matrix } from '../base/matrix';
import type { Bundle } from '../bundle/load-bundle';
import { alignUnits } from '../decoder/forced-alignment';
import { STEP_SIZE } from '../features/definition';
import type { Example } from './batch';
import { BatchHearing } from './batch-hearing';
import type { Recording } from './dataset';
import type { ExtractionOptions } from './feature-cache';
import { writeWhole } from './write-whole';

/**
 * Steps of a phone: where it is first heard, and behind where it is last; of all phones of a recording in turn.
 * None where they are not known.
 */
export type PhoneTimes = readonly number[];

const BATCH_SIZE = 32;
const REPORT_EVERY = 100;

function keyOf(bundle: Bundle, recordings: readonly Recording[]): string {
  const hash = createHash('sha256').update(JSON.stringify(bundle.spec));
  for (const { data } of Object.values(bundle.weights)) {
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  for (const { text, stepCount } of recordings) hash.update(`${text}\t${stepCount}\n`);
  return hash.digest('hex').slice(0, 24);
}

/** When each of `phones` is heard in the log posteriors of a recording. */
function timesOf(heard: Matrix, phones: Int32Array): PhoneTimes {
  const { starts, ends } = alignUnits(heard, Array.from(phones));
  return starts.flatMap((start, i) => [start, ends[i]!]);
}

async function alignAll(
  recordings: readonly Recording[],
  bundle: Bundle,
  asHeard: (recordings: readonly Recording[]) => Example[],
  { signal, onProgress }: Omit<ExtractionOptions, 'folder'>,
): Promise<PhoneTimes[]> {
  const hearing = await BatchHearing.open(bundle, BATCH_SIZE);
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
      const examples = asHeard(part.map((i) => recordings[i]!));
      const heard = await hearing.phones(
        examples.map(({ steps, stepCount }) => matrix(stepCount, STEP_SIZE, steps)),
      );
      part.forEach((i, b) => (times[i] = timesOf(heard[b]!, recordings[i]!.phones)));
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    hearing.close();
  }
  return times;
}

/** Whether times that were kept are of these phones: a lexicon may have changed since. */
function fit(times: readonly PhoneTimes[], recordings: readonly Recording[]): boolean {
  return recordings.every(({ phones }, i) => times[i]?.length === 2 * phones.length);
}

/**
 * When the phones of each recording are heard.
 * @param asHeard Makes examples of recordings, not varied.
 * @throws CancelledError when the signal fires.
 */
export async function alignPhones(
  recordings: readonly Recording[],
  bundle: Bundle,
  asHeard: (recordings: readonly Recording[]) => Example[],
  options: ExtractionOptions,
): Promise<readonly PhoneTimes[]> {
  const file = path.join(options.folder, `words-${keyOf(bundle, recordings)}.json`);
  const kept = await readFile(file, 'utf8').then(
    (json) => JSON.parse(json) as PhoneTimes[],
    () => undefined,
  );
  if (kept && fit(kept, recordings)) return kept;
  const times = await alignAll(recordings, bundle, asHeard, options);
  await writeWhole(file, JSON.stringify(times));
  return times;
}
