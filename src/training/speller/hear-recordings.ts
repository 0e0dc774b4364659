/**
 * Fills a bank with what a network hears of training recordings, varied as they are in training: it hears recordings
 * that it learned from nearly as badly then as those that it never met.
 * @module
 */
import type { AcousticSpec } from '../../acoustic/acoustic-spec';
import { CancelledError } from '../../base/errors';
import { matrix } from '../../base/matrix';
import { Random } from '../../base/random';
import type { WeightArray } from '../../bundle/weights-file';
import { STEP_SIZE } from '../../features/definition';
import { BatchHearing } from '../batch-hearing';
import type { Recording } from '../dataset';
import type { PhoneLabels } from '../phone-labels';
import type { TrainingData } from '../training-data';
import { HeardBank, type Said } from './heard-bank';
import { said, saidWord } from './said-text';

const BATCH_SIZE = 32;
const REPORT_EVERY = 50;

/** What is heard, and how. */
export interface HearingPlan {
  readonly network: {
    readonly spec: AcousticSpec;
    readonly weights: Readonly<Record<string, WeightArray>>;
  };
  readonly data: Pick<TrainingData, 'hear'>;
  readonly recordings: readonly Recording[];
  readonly phonesOf: PhoneLabels;
  /** Decides how they are varied. */
  readonly seed: number;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

/** What is said in a recording; undefined where a word's phones are not known. */
function saidIn({ text, phones, silent }: Recording, phonesOf: PhoneLabels): Said | undefined {
  if (silent) return { labels: new Int32Array(0), units: new Int32Array(0) };
  if (phones.length === 0) return undefined;
  return said(text.split(' ').map((word) => saidWord(word, phonesOf(word))));
}

/**
 * Hears all recordings once.
 * @throws CancelledError when the signal fires.
 */
export async function hearRecordings(plan: HearingPlan): Promise<HeardBank> {
  const { network, data, recordings, phonesOf, signal } = plan;
  const bank = new HeardBank(network.spec.phones!, network.spec.classes);
  const hearing = await BatchHearing.open(network, BATCH_SIZE);
  const random = new Random(plan.seed);
  const sorted = [...recordings].sort((a, b) => a.stepCount - b.stepCount);
  try {
    for (let at = 0; at < sorted.length; at += BATCH_SIZE) {
      if (signal.aborted) throw new CancelledError();
      if ((at / BATCH_SIZE) % REPORT_EVERY === 0) {
        plan.onProgress(`hearing: ${at} of ${sorted.length} recordings`);
      }
      const part = sorted.slice(at, at + BATCH_SIZE);
      const heard = await hearing.outputs(
        data.hear(part, random).map(({ steps, stepCount }) => matrix(stepCount, STEP_SIZE, steps)),
      );
      for (const [i, recording] of part.entries()) {
        const what = saidIn(recording, phonesOf);
        if (what) bank.add(heard[i]!, what);
      }
      // Lets a signal in: a batch blocks the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    hearing.close();
  }
  return bank;
}
