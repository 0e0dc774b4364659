/**
 * Trains the tagger of punctuation and measures it on text that it never saw.
 * @module
 */
import { Random } from '../base/random';
import { UserError } from '../base/errors';
import type { MarkedWord } from '../text/marked-words';
import { markedLines, PunctuationCorpus } from './punctuation-corpus';
import {
  firstPunctuationWeights,
  PunctuationLearner,
  type PunctuationBatchShape,
} from './punctuation-learner';
import { PunctuationMeter, SimplePunctuation, type PunctuationScores } from './punctuation-scores';
import { PunctuationTagger, type PunctuationSpec } from './punctuation-tagger';

/** What is trained, and how. */
export interface PunctuationTraining {
  readonly texts: readonly string[];
  /** Texts that are only measured; beside them every fiftieth line of `texts`. */
  readonly tests: readonly string[];
  readonly spec: PunctuationSpec;
  readonly epochs: number;
  readonly rate: number;
  readonly seed: number;
  readonly shape: PunctuationBatchShape;
}

/** Scores of the trained and of the simple tagger on one text. */
export interface TestedPunctuation {
  readonly text: string;
  readonly trained: PunctuationScores;
  readonly simple: PunctuationScores;
}

/** What came out. */
export interface TrainedPunctuation {
  readonly weights: Record<string, Float32Array>;
  readonly words: number;
  readonly steps: number;
  /** What it must beat, from the same text. */
  readonly simple: SimplePunctuation;
}

const WARM_UP_STEPS = 200;
/** Steps between two lines of progress. */
const TOLD_STEPS = 100;
/** What is measured: whole lines, joined until they hold so many words, as somebody speaks for twenty seconds. */
const TEXT_WORDS = 40;
/** Words of each text that are measured: enough for half a percent. */
const MOST_TEST_WORDS = 20_000;

/**
 * Trains on `texts`.
 * @param onProgress Told a line now and then.
 * @throws UserError if a text cannot be read or is too short.
 */
export async function trainPunctuation(
  options: PunctuationTraining,
  onProgress: (line: string) => void,
): Promise<TrainedPunctuation> {
  const { spec, shape } = options;
  const corpus = new PunctuationCorpus(spec);
  const simple = new SimplePunctuation();
  for (const text of options.texts) {
    for await (const words of markedLines(text, false)) {
      corpus.add(words);
      simple.learn(words);
    }
    onProgress(`${corpus.words} words read, last of ${text}`);
  }
  const random = new Random(options.seed);
  const longest = shape.steps - 1;
  const piecesAnEpoch = corpus.pieces(longest, new Random(options.seed)).length;
  const stepsAnEpoch = Math.floor(piecesAnEpoch / shape.batch);
  if (stepsAnEpoch === 0) {
    throw new UserError(
      `the texts hold only ${corpus.words} words in whole sentences`,
      `give more, at least ${shape.batch * longest}`,
    );
  }
  const learner = await PunctuationLearner.create(
    spec,
    shape,
    firstPunctuationWeights(spec, random),
  );
  const total = stepsAnEpoch * options.epochs;
  let step = 0;
  let weights: Record<string, Float32Array>;
  try {
    for (let epoch = 0; epoch < options.epochs; epoch++) {
      const pieces = corpus.pieces(longest, random);
      let mean = 0;
      for (let i = 0; i < stepsAnEpoch && (i + 1) * shape.batch <= pieces.length; i++) {
        const chosen = pieces.slice(i * shape.batch, (i + 1) * shape.batch);
        const loss = learner.step(corpus.batch(chosen, shape), rateAt(options.rate, step, total));
        step += 1;
        mean += loss / TOLD_STEPS;
        if (step % TOLD_STEPS === 0) {
          onProgress(`step ${step} of ${total}, loss ${mean.toFixed(4)}`);
          mean = 0;
        }
      }
    }
    ({ weights } = learner);
  } finally {
    learner.close();
  }
  return { weights, words: corpus.words, steps: step, simple };
}

/** Measures on the held-out lines of `texts` and on `tests`, at most `MOST_TEST_WORDS` of each. */
export async function testPunctuation(
  { spec, texts, tests }: PunctuationTraining,
  { weights, simple }: TrainedPunctuation,
): Promise<TestedPunctuation[]> {
  const tagger = new PunctuationTagger(spec, weights);
  const tested: TestedPunctuation[] = [];
  for (const text of texts) tested.push(await measure(tagger, simple, text, true));
  for (const text of tests) tested.push(await measure(tagger, simple, text, undefined));
  return tested;
}

/** Linear warm-up, then a linear fall to zero. */
function rateAt(rate: number, step: number, total: number): number {
  const warmUp = Math.min(WARM_UP_STEPS, total / 10);
  return rate * Math.min(1, (step + 1) / warmUp) * (1 - step / total);
}

async function measure(
  tagger: PunctuationTagger,
  simple: SimplePunctuation,
  text: string,
  heldOut: boolean | undefined,
): Promise<TestedPunctuation> {
  const meters = { trained: new PunctuationMeter(), simple: new PunctuationMeter() };
  const add = (printed: readonly MarkedWord[]): void => {
    const words = printed.map(({ word }) => word);
    meters.trained.add(printed, tagger.tag(words));
    meters.simple.add(printed, simple.tag(words));
  };
  let printed: MarkedWord[] = [];
  let measured = 0;
  for await (const line of markedLines(text, heldOut)) {
    if (measured >= MOST_TEST_WORDS) break;
    measured += line.length;
    printed.push(...line);
    if (printed.length < TEXT_WORDS) continue;
    add(printed);
    printed = [];
  }
  if (printed.length > 0) add(printed);
  return { text, trained: meters.trained.result(), simple: meters.simple.result() };
}
