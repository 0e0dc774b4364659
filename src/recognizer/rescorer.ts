/**
 * The recurrent language model of a bundle, ready to choose among readings.
 * @module
 */
import type { Bundle } from '../bundle/load-bundle';
import type { HeardWords } from '../decoder/lexicon-best';
import { rescored } from '../decoder/rescoring';
import { RecurrentScorer } from '../language/recurrent/recurrent-scorer';

/** Chooses among readings. */
export interface Rescorer {
  /** How many readings it is worth asking about. */
  readonly readings: number;
  /** The readings with new scores, best first. */
  rescore(readings: readonly HeardWords[]): HeardWords[];
  /** Frees the model. */
  close(): void;
}

/**
 * Opens it; undefined where the bundle has no recurrent model or no weights for it, and without the native library.
 * @throws UserError if its file does not fit.
 */
export async function openRescorer(
  bundle: Pick<Bundle, 'manifest' | 'words' | 'recurrent'>,
): Promise<Rescorer | undefined> {
  const { manifest, words, recurrent } = bundle;
  const weights = manifest.decoding?.rescoring;
  if (recurrent === undefined || words === undefined || weights === undefined) return undefined;
  const { spec, pieces, weights: arrays } = recurrent();
  const scorer = await RecurrentScorer.open(spec, pieces, arrays);
  if (scorer === undefined) return undefined;
  // A graph is prepared by its first run, which no utterance should wait for.
  scorer.score([['the', 'first'], ['the']]);
  return {
    readings: weights.readings,
    rescore: (readings) => rescored(readings, scorer, words, weights),
    close: () => {
      scorer.close();
    },
  };
}
