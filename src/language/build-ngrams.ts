/**
 * From text files to an n-gram model.
 * @module
 */
import { mkdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadingText } from '../text/reading-text';
import { chooseVocabulary, corpusOf, numberCounts, type Corpus, type Vocabulary } from './corpus';
import { EntropyPruning } from './entropy-pruning';
import { holdOut, type DividedText } from './held-out';
import { estimate, type EstimatedModel } from './kneser-ney';
import { mixNgrams } from './mixture';
import { MixtureTuning } from './mixture-weights';
import { keptOrCountedNgrams } from './ngram-counts';
import { fileBytes, sizesOf, wordListOf } from './ngram-encoding';
import type { NgramLayers } from './ngram-layers';
import { NgramModel } from './ngram-model';
import { keptText, NumberedTextWriter, type NumberedText, type TextSection } from './numbered-text';
import { PerplexityMeter, type Perplexity } from './perplexity';
import { textLines } from './text-lines';

/** A text file, and the kind of text that it holds. */
export interface TextSource {
  /** Files of one kind make one model; several are mixed. */
  readonly part: string;
  /** `.xz` is unpacked. */
  readonly file: string;
}

/** What to build. */
export interface BuildSettings {
  readonly texts: readonly TextSource[];
  readonly order: number;
  /** Of each text only the sentences up to so many words are read; all if this is missing. */
  readonly wordsPerText?: number;
  /** Most words of the vocabulary. */
  readonly vocabulary: number;
  /** Words that occur less often are left out of it. */
  readonly leastCount?: number;
  /** Whether a word may be in it; any may if this is missing. */
  readonly keeps?: (word: string) => boolean;
  /** By order; see the estimation. */
  readonly cutOffs: readonly number[];
  /** Share of each file that is not learned from, but tells how to mix and what the model is worth. */
  readonly holdOut: number;
  /** Threshold of entropy pruning; 0 for none. */
  readonly prune: number;
  /** Most bytes of each model's file, `Infinity` for any; more pruning makes it fit. */
  readonly sizes: readonly number[];
  /** Where numbered text and counts stay for another model of the same text; a temporary folder if this is missing. */
  readonly folder?: string;
}

/** What a part of the text brought. */
export interface PartReport {
  readonly part: string;
  /** Words learned from. */
  readonly words: number;
  /** How much the part's model counts in the mixture. */
  readonly weight: number;
  /** Of the held-out text that found no settings; NaN where nothing was held out. */
  readonly heldOut: Perplexity;
}

/** A model and what it was made from. */
export interface BuiltModel {
  readonly model: NgramLayers;
  /** Words of the text that it was learned from. */
  readonly words: number;
  /** Words of the text outside the vocabulary. */
  readonly unknown: number;
  /** The threshold that was needed. */
  readonly prune: number;
  readonly parts: readonly PartReport[];
}

type OnStep = (what: string) => void;

async function readTexts(
  { texts, wordsPerText = Infinity }: BuildSettings,
  folder: string,
  onStep: OnStep,
): Promise<NumberedText> {
  const files = texts.map(({ part, file }) => {
    return [part, file, statSync(file, { throwIfNoEntry: false })?.size];
  });
  const stamp = JSON.stringify(wordsPerText === Infinity ? files : [...files, wordsPerText]);
  const kept = keptText(folder, stamp);
  if (kept) return kept;
  const writer = new NumberedTextWriter(folder);
  const reading = new ReadingText((word) => writer.numberOf(word));
  for (const { part, file } of texts) {
    onStep(`reading ${file}`);
    writer.begin(part);
    let words = 0;
    for await (const line of textLines(file)) {
      for (const sentence of reading.sentences(line)) {
        writer.add(sentence);
        words += sentence.length;
      }
      if (words >= wordsPerText) break;
    }
  }
  return writer.finish(stamp);
}

const ofPart = (sections: readonly TextSection[], part: string): TextSection[] =>
  sections.filter((section) => section.part === part);

/** Everything about one part of the text that is needed after its counting. */
interface CountedPart {
  readonly part: string;
  readonly corpus: Corpus;
  readonly tuning: Corpus;
  readonly testing: Corpus;
}

function divide(
  text: NumberedText,
  { learned, tuning, testing }: DividedText,
  settings: BuildSettings,
): CountedPart[] {
  const names = [...new Set(learned.map(({ part }) => part))];
  const counts = names.map((part) => numberCounts(text, ofPart(learned, part)));
  const vocabulary: Vocabulary = chooseVocabulary(text, counts, {
    limit: settings.vocabulary,
    ...(settings.leastCount === undefined ? {} : { leastCount: settings.leastCount }),
    ...(settings.keeps === undefined ? {} : { keeps: settings.keeps }),
  });
  return names.map((part, i) => ({
    part,
    corpus: corpusOf(text, vocabulary, ofPart(learned, part), counts[i]),
    tuning: corpusOf(text, vocabulary, ofPart(tuning, part)),
    testing: corpusOf(text, vocabulary, ofPart(testing, part)),
  }));
}

function estimatePart(
  { part, corpus }: CountedPart,
  { order, cutOffs }: BuildSettings,
  folder: string,
  onStep: OnStep,
): EstimatedModel {
  const say = (what: string): void => {
    onStep(`${part}: ${what}`);
  };
  const stamp = JSON.stringify([corpus.length, corpus.words.length, corpus.unknown, order]);
  const counts = keptOrCountedNgrams(corpus, order, { folder }, stamp, say);
  return estimate(corpus, counts, cutOffs, say);
}

function mixed(
  models: EstimatedModel[],
  parts: readonly CountedPart[],
  onStep: OnStep,
): { model: EstimatedModel; weights: readonly number[] } {
  const [only, ...others] = models;
  if (others.length === 0) return { model: only!, weights: [1] };
  const tuning = new MixtureTuning(models);
  // A kind of text with a hundred times the words is likelier to be heard, but not a hundred times.
  for (const part of parts) {
    if (part.tuning.length > 0) tuning.add(part.tuning, Math.sqrt(part.corpus.length));
  }
  const weights = tuning.weights();
  onStep(
    `mixing: ${parts.map(({ part }, i) => `${part} ${weights[i]!.toFixed(3)}`).join(', ')}; ` +
      `perplexity ${tuning.perplexity(weights).toFixed(2)}`,
  );
  const model = mixNgrams(models, weights);
  // The models are no longer needed, and large.
  models.length = 0;
  return { model, weights };
}

/** A model of each size. */
function* pruned(
  model: EstimatedModel,
  { prune, sizes }: BuildSettings,
  onStep: OnStep,
): Generator<{ model: NgramLayers; prune: number }> {
  let pruning: EntropyPruning | undefined;
  const list = wordListOf(model.words).length;
  for (const size of sizes) {
    if (prune === 0 && size === Infinity) {
      yield { model, prune };
      continue;
    }
    onStep('weighing n-grams');
    pruning ??= new EntropyPruning(model, model.historyShares);
    const needed = pruning.thresholdFor((marks) => fileBytes(sizesOf(model, marks), list) <= size);
    const threshold = Math.max(prune, needed);
    onStep(`pruning at ${threshold.toExponential(2)}`);
    yield { model: pruning.at(threshold), prune: threshold };
  }
}

function worth(model: NgramLayers, corpus: Corpus): Perplexity {
  const meter = new PerplexityMeter(new NgramModel(model));
  for (const sentence of corpus.sentences()) meter.addNumbers(sentence);
  return meter.result();
}

/**
 * Reads the texts once, counts in a folder, estimates a model for each part, mixes them and prunes; gives a model for
 * each size.
 * @throws UserError if a text cannot be read, or there are no words.
 */
export async function* buildNgrams(
  settings: BuildSettings,
  onStep: OnStep,
): AsyncGenerator<BuiltModel> {
  const folder = settings.folder ?? (await mkdtemp(join(tmpdir(), 'skald-ngrams-')));
  try {
    mkdirSync(folder, { recursive: true });
    const text = await readTexts(settings, folder, onStep);
    const parts = divide(text, holdOut(text, settings.holdOut), settings);
    const models = parts.map((part, i) =>
      estimatePart(part, settings, join(folder, `part-${i + 1}`), onStep),
    );
    const { model: whole, weights } = mixed(models, parts, onStep);
    for (const { model, prune } of pruned(whole, settings, onStep)) {
      onStep('measuring');
      yield {
        ...{ model, prune },
        words: parts.reduce((sum, { corpus }) => sum + corpus.length, 0),
        unknown: parts.reduce((sum, { corpus }) => sum + corpus.unknown, 0),
        parts: parts.map(({ part, corpus, testing }, i) => ({
          ...{ part, words: corpus.length, weight: weights[i]! },
          heldOut: worth(model, testing),
        })),
      };
    }
  } finally {
    if (settings.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}
