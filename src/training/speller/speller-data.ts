/**
 * What a speller's training run reads: texts, recordings as a network hears them, and development recordings.
 * @module
 */
import { spellerSteps } from '../../acoustic/speller';
import { UserError } from '../../base/errors';
import { matrix } from '../../base/matrix';
import type { Bundle } from '../../bundle/load-bundle';
import { readPronouncer } from '../../bundle/pronouncer-file';
import { STEP_SIZE } from '../../features/definition';
import { loadTensorflow } from '../../tensor/backend';
import type { Example } from '../batch';
import { BatchHearing } from '../batch-hearing';
import { openPhoneLabels, readLexicon } from '../phone-labels';
import { readNumberedText } from '../recurrent-language/piece-corpus';
import { readTrainConfig, type TrainConfig } from '../train-config';
import { epochBatches, readTrainingData, type TrainingData } from '../training-data';
import { hearRecordings } from './hear-recordings';
import { SaidText } from './said-text';
import type { SpellerMaterial } from './speller-batches';
import { Splicer } from './splice';

/** Where it reads. */
export interface SpellerSources {
  /** Of an acoustic training: its recordings, how they are varied, its lexicon. */
  readonly configFile: string;
  /** Files of whole sentences or paragraphs in each line; `.xz` is unpacked. */
  readonly texts: readonly string[];
  /** For the text in numbers. */
  readonly folder: string;
  /** Decides how recordings are varied. */
  readonly seed: number;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

/** Development recordings that are heard at once. */
const BATCH_SIZE = 32;

/** All that a run reads. */
export interface SpellerData {
  readonly material: SpellerMaterial;
  /** Development recordings, as the speller is given them. */
  readonly development: readonly Example[];
}

async function developmentOf(bundle: Bundle, development: readonly Example[]): Promise<Example[]> {
  const hearing = await BatchHearing.open(bundle, BATCH_SIZE);
  const sorted = [...development].sort((a, b) => a.stepCount - b.stepCount);
  const examples: Example[] = [];
  for (let at = 0; at < sorted.length; at += BATCH_SIZE) {
    const part = sorted.slice(at, at + BATCH_SIZE);
    const heard = await hearing.outputs(
      part.map(({ steps, stepCount }) => matrix(stepCount, STEP_SIZE, steps)),
    );
    part.forEach(({ stepCount, labels }, i) =>
      examples.push({ steps: spellerSteps(heard[i]!).data, stepCount, labels }),
    );
  }
  hearing.close();
  return examples;
}

/** A config whose recordings are heard as a whole. */
function uncut(config: TrainConfig): TrainConfig {
  const fields = Object.entries(config).filter(([key]) => key !== 'pieces' && key !== 'excerpts');
  return Object.fromEntries(fields) as unknown as TrainConfig;
}

/** The recordings of one epoch of an acoustic training, whole. */
function recordingsOf(data: TrainingData, config: TrainConfig) {
  return epochBatches(data.recordings, { ...config, batchSize: 1, shortBatchSize: 1 }, 0).flat();
}

/**
 * Reads texts and recordings, and hears these.
 * @param say Told once for the log; `onProgress` of the sources hears the rest.
 * @throws UserError for a config without a lexicon, or what it names. @throws CancelledError when the signal fires.
 */
export async function readSpellerData(
  sources: SpellerSources,
  bundle: Bundle,
  say: (line: string) => void,
): Promise<SpellerData> {
  const { signal, seed, configFile, folder, texts } = sources;
  const onProgress = (line: string): void => {
    sources.onProgress(line);
  };
  const tf = await loadTensorflow();
  const config = uncut(await readTrainConfig(configFile));
  const { lexicon, pronunciation } = config;
  if (lexicon === undefined) {
    throw new UserError(`Config ${configFile} names no lexicon`, 'give one that hears phones');
  }
  const listed = await readLexicon(lexicon);
  const network = pronunciation === undefined ? undefined : await readPronouncer(pronunciation);
  const numbered = await readNumberedText({ texts, every: 1, folder }, say);
  const text = await SaidText.open(numbered, listed, network);
  say(`${text.length} words and ends of sentences`);
  const data = await readTrainingData(
    tf,
    { ...config, initial: bundle.folder, phoneLoss: 'ctc' },
    { signal, onProgress },
  );
  const bank = await hearRecordings({
    ...{ network: bundle, data, recordings: recordingsOf(data, config) },
    phonesOf: await openPhoneLabels(lexicon, pronunciation),
    ...{ seed, signal, onProgress },
  });
  say(`${bank.recordings.length} recordings heard, ${bank.rowCount} steps`);
  const development = await developmentOf(bundle, data.development);
  return { material: { bank, splicer: new Splicer(bank), text }, development };
}
