/**
 * Every step heard several times, each time as if the speaker's vocal tract had another length: errors that depend on the
 * speaker's voice fall apart, what all hear stays. The idea is test-time augmentation (Krizhevsky et al. 2012, section 4.1)
 * with the warps of VTLP.
 * @module
 */
import type { Hearings } from '../acoustic/acoustic-network';
import type { FeatureStatistics } from '../features/running-mean';
import { normalisedStretch, stretchedRows } from '../features/stretch';

/** Where between the shortest and the longest vocal tract an utterance is heard, beside as it is. */
const PLACES = [-1, -0.5, 0.5, 1];

/** Five hearings: as it is, at 1 ± half of `most`, and at 1 ± `most`. */
export function stretchedHearings(statistics: FeatureStatistics, most: number): Hearings {
  const squares = PLACES.map((place) => normalisedStretch(1 + place * most, statistics));
  const count = squares.length + 1;
  return {
    count,
    of: ({ rows, columns, data }) => {
      const all = new Float32Array(count * data.length);
      const hearings = [data, ...squares.map((square) => stretchedRows(data, square))];
      for (let row = 0; row < rows; row++) {
        for (const [at, hearing] of hearings.entries()) {
          all.set(
            hearing.subarray(row * columns, (row + 1) * columns),
            (row * count + at) * columns,
          );
        }
      }
      return all;
    },
  };
}
