/**
 * From text files to an n-gram model.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadingText } from '../text/reading-text';
import { CorpusWriter } from './corpus';
import { pruneByEntropy } from './entropy-pruning';
import { estimate } from './kneser-ney';
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

/** Where pruning for size begins, and how much stronger each try is. */
const FIRST_THRESHOLD = 1e-9;
const STRONGER = 1.5;

function fileBytes({ words, layers }: NgramLayers): number {
  const list = words.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, -1);
  return ngramFileBytes(
    layers.map((layer) => layer.words.length),
    list,
  );
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
    let model = estimate(corpus, settings, { folder }, onStep);
    let { prune } = settings;
    if (prune > 0) {
      onStep(`pruning at ${prune}`);
      model = pruneByEntropy(model, prune);
    }
    const { maximumBytes = Infinity } = settings;
    while (fileBytes(model) > maximumBytes && prune < 1) {
      prune = prune === 0 ? FIRST_THRESHOLD : prune * STRONGER;
      onStep(`pruning at ${prune.toExponential(2)}: ${(fileBytes(model) / 1e6).toFixed(1)} MB`);
      model = pruneByEntropy(model, prune);
    }
    return { model, words: corpus.length, unknown: corpus.unknown, prune };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
