/**
 * Recordings cut anywhere, anew in every epoch, where targets go by step and no word need be whole: short excerpts of like
 * length fill large batches. Kaldi trains its recurrent networks by frame on such chunks (`steps/nnet3/train_rnn.py`).
 * @module
 */
import type { Random } from '../base/random';
import { STEP_SIZE, STEP_SECONDS } from '../features/definition';
import type { Recording } from './dataset';

/** How recordings are cut. */
export interface ExcerptPlan {
  /** Least and greatest length of an excerpt. */
  readonly seconds: readonly [number, number];
}

/**
 * Random lengths of `least` to `most` steps that make up `stepCount`, so that nothing is left over at the end. Where no such
 * lengths can, they are a little longer, less than twice the least; what is shorter than the least stays whole.
 */
export function excerptLengths(
  stepCount: number,
  least: number,
  most: number,
  random: Random,
): number[] {
  const largest = Math.max(1, Math.floor(stepCount / least));
  const smallest = Math.min(largest, Math.ceil(stepCount / most));
  const count = smallest + random.integer(largest - smallest + 1);
  const longest = Math.max(most, Math.ceil(stepCount / count));
  const lengths: number[] = [];
  let left = stepCount;
  for (let others = count - 1; others > 0; others--) {
    const from = Math.max(least, left - others * longest);
    const to = Math.min(longest, left - others * least);
    const length = from + random.integer(to - from + 1);
    lengths.push(length);
    left -= length;
  }
  return [...lengths, left];
}

/** Excerpts that lie one after the other and are the whole recording; their characters and phones are not known. */
function cut(recording: Recording, lengths: readonly number[]): Recording[] {
  const nothing = new Int32Array(0);
  let end = 0;
  return lengths.map((stepCount) => {
    const start = end;
    end += stepCount;
    return {
      ...{ corpus: recording.corpus, text: '', labels: nothing, phones: nothing, stepCount },
      mel: recording.mel.subarray(start * STEP_SIZE, end * STEP_SIZE),
      ...(recording.targets && { targets: recording.targets.subarray(start, end) }),
      ...(recording.silent && { silent: recording.silent }),
    };
  });
}

/** The excerpts of an epoch; a recording that has no targets and is not silent would teach nothing, and is left out. */
export function cutExcerpts(
  recordings: readonly Recording[],
  { seconds: [least, most] }: ExcerptPlan,
  random: Random,
): Recording[] {
  const steps = (seconds: number): number => Math.round(seconds / STEP_SECONDS);
  return recordings.flatMap((recording) => {
    if (!recording.targets && !recording.silent) return [];
    const { stepCount } = recording;
    const lengths = excerptLengths(stepCount, steps(least), steps(most), random);
    return cut(recording, lengths);
  });
}
