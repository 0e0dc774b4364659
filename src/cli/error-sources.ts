/**
 * Where word errors come from: words that cannot be said, a search that gives up too soon, language that prefers
 * other words though the right ones were found, or sound that hides them.
 * @module
 */
import { lexiconBeamBest, type HeardWords } from '../decoder/lexicon-best';
import type { LexiconSearch } from '../decoder/lexicon-beam';
import { greedyDecode } from '../decoder/greedy';
import { STEP_SECONDS } from '../features/definition';
import { editDistance } from '../text/edit-distance';
import { wordsIn } from '../text/error-rate';
import type { HeardRecording } from './heard-file';
import { usualPhones } from './phone-errors';

/** Counts of one recording or of many. */
export interface ErrorSources {
  recordings: number;
  /** Of the references. */
  words: number;
  /** Of those, the ones that the lexicon lacks. */
  unknown: number;
  /** Word errors of the best reading. */
  errors: number;
  /** Of the reading with the fewest among the best ones. */
  oracleErrors: number;
  /** Of the best reading of a much wider search. */
  wideErrors: number;
  /** Recordings for which the wider search found a better reading. */
  missed: number;
  /** Errors in phones, of recordings whose words are all known; and those phones. */
  phoneErrors: number;
  phones: number;
  /** Length of what was searched, and the processor seconds that the search took, without the network. */
  audioSeconds: number;
  searchSeconds: number;
}

/** Nothing counted yet. */
export function noErrorSources(): ErrorSources {
  return {
    ...{ recordings: 0, words: 0, unknown: 0, errors: 0, oracleErrors: 0, wideErrors: 0 },
    ...{ missed: 0, phoneErrors: 0, phones: 0 },
    ...{ audioSeconds: 0, searchSeconds: 0 },
  };
}

/** Adds `more` to `sum`. */
export function addErrorSources(sum: ErrorSources, more: ErrorSources): void {
  for (const key of Object.keys(sum) as (keyof ErrorSources)[]) sum[key] += more[key];
}

const textOf = ({ words }: HeardWords): string[] => words.map(({ word }) => word);

const MICROSECONDS = 1e6;
/** Scores closer than this are equal. */
const TINY = 1e-6;

/**
 * What goes wrong in one recording.
 * @param wide A search with far looser limits and the same weights.
 * @param readings How many of the best readings are looked at.
 */
export function errorSourcesOf(
  { reference, pieces }: HeardRecording,
  search: LexiconSearch,
  wide: LexiconSearch,
  readings: number,
): ErrorSources {
  const spoken = wordsIn(reference);
  const known = new Set(search.lexicon.words);
  const spokenPieces = pieces.filter((piece) => greedyDecode(piece).units.length > 0);
  const begin = process.cpuUsage();
  const states = spokenPieces.map((piece) => search.advance(search.start(), piece));
  const { user, system } = process.cpuUsage(begin);
  const searchSeconds = (user + system) / MICROSECONDS;
  const found = states.map((state) => lexiconBeamBest(search, state, readings));
  const further = spokenPieces.map(
    (piece) => lexiconBeamBest(wide, wide.advance(wide.start(), piece), 1)[0],
  );
  // Of a long recording, one piece after the other takes the reading that brings the whole nearest.
  const chosen = found.map(([best]) => (best ? textOf(best) : []));
  const errors = editDistance(spoken, chosen.flat());
  let oracleErrors = errors;
  for (const [i, list] of found.entries()) {
    for (const reading of list) {
      const tried = [...chosen];
      tried[i] = textOf(reading);
      const distance = editDistance(spoken, tried.flat());
      if (distance >= oracleErrors) continue;
      oracleErrors = distance;
      chosen[i] = textOf(reading);
    }
  }
  const scoreOf = (reading: HeardWords | undefined): number => reading?.score ?? -Infinity;
  const isMissed = further.some((best, i) => scoreOf(best) > scoreOf(found[i]?.[0]) + TINY);
  const said = usualPhones(search.lexicon, reference);
  const heard = pieces.flatMap((piece) => greedyDecode(piece).units);
  return {
    recordings: 1,
    words: spoken.length,
    unknown: spoken.filter((word) => !known.has(word)).length,
    errors,
    oracleErrors,
    wideErrors: editDistance(
      spoken,
      further.flatMap((best) => (best ? textOf(best) : [])),
    ),
    missed: isMissed ? 1 : 0,
    phoneErrors: said ? editDistance(said, heard) : 0,
    phones: said?.length ?? 0,
    audioSeconds: STEP_SECONDS * pieces.reduce((sum, { rows }) => sum + rows, 0),
    searchSeconds,
  };
}
