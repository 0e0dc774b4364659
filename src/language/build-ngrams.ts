/**
 * From text files to an n-gram model.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadingText } from '../text/reading-text';
import { CorpusWriter } from './corpus';
import { EntropyPruning } from './entropy-pruning';
import { estimate, type EstimatedModel } from './kneser-ney';
import { ngramFileBytes } from './ngram-file';
import type { NgramLayers } from './ngram-layers';
import { textLines } from './text-lines';

/** What to build. */
export interface BuildSettings {
  /** Text files; `.xz` are unpacked. */
  readonly texts: readonly string[];
  readonly order: number;
  /** Most words of the vocabulary. */
  readonly vocabulary: number;
  /** By order; see the estimation. */
  readonly cutOffs: readonly number[];
  /** Threshold of entropy pruning; 0 for none. */
  readonly prune: number;
  /** Most bytes of the model file; more pruning makes it fit. */
  readonly maximumBytes?: number;
}

/** A model and what it was made from. */
export interface BuiltModel {
  readonly model: NgramLayers;
  /** Words of the text. */
  readonly words: number;
  /** Words of the text outside the vocabulary. */
  readonly unknown: number;
  /** The threshold that was needed. */
  readonly prune: number;
}

function pruned(
  model: EstimatedModel,
  { prune, maximumBytes = Infinity }: BuildSettings,
  onStep: (what: string) => void,
): { model: NgramLayers; prune: number } {
  if (prune === 0 && maximumBytes === Infinity) return { model, prune };
  onStep('weighing n-grams');
  const pruning = new EntropyPruning(model, model.historyShares);
  const list = model.words.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, -1);
  const needed = pruning.thresholdFor((counts) => ngramFileBytes(counts, list) <= maximumBytes);
  const threshold = Math.max(prune, needed);
  onStep(`pruning at ${threshold.toExponential(2)}`);
  return { model: pruning.at(threshold), prune: threshold };
}

/**
 * Reads the texts once, counts in a temporary folder, estimates and prunes.
 * @throws UserError if a text cannot be read, or there are no words.
 */
export async function buildNgrams(
  settings: BuildSettings,
  onStep: (what: string) => void,
): Promise<BuiltModel> {
  const folder = await mkdtemp(join(tmpdir(), 'skald-ngrams-'));
  try {
    const writer = new CorpusWriter(folder);
    const reading = new ReadingText();
    for (const text of settings.texts) {
      onStep(`reading ${text}`);
      for await (const line of textLines(text)) {
        for (const sentence of reading.sentences(line)) writer.add(sentence);
      }
    }
    const corpus = writer.finish(settings.vocabulary);
    const estimated = estimate(corpus, settings, { folder }, onStep);
    const result = pruned(estimated, settings, onStep);
    return { ...result, words: corpus.length, unknown: corpus.unknown };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
