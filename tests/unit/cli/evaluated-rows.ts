/**
 * Evaluated recordings for tests.
 * @module
 */
import type { EvaluatedRow } from '../../../src/cli/evaluation';

/** A recording of a second in which `reference` was said and `hypothesis` heard. */
export function evaluatedRow(
  reference: string,
  hypothesis: string,
  speaker = 's',
  corpus = 'c',
): EvaluatedRow {
  return {
    row: { file: `/${reference}.wav`, seconds: 1, speaker, corpus, normalised: reference },
    hypothesis,
    duration: 1,
    work: 0.5,
  };
}
