/**
 * A network that hears every whole utterance several times, each time as if the speaker's vocal tract had another length,
 * and takes the mean of the log posteriors: errors that depend on the speaker's voice fall apart, what all hear stays.
 * The idea is test-time augmentation (Krizhevsky et al. 2012, section 4.1) with the warps of VTLP.
 * @module
 */
import type { AcousticNetwork } from '../acoustic/acoustic-network';
import { matrix } from '../base/matrix';
import type { FeatureStatistics } from '../features/running-mean';
import { normalisedStretch, stretchedRows } from '../features/stretch';

/** Where between the shortest and the longest vocal tract an utterance is heard, beside as it is. */
const PLACES = [-1, -0.5, 0.5, 1];

/**
 * `network`, hearing whole utterances five times: at 1 ± `most`, at 1 ± half of it, and as they are. Chunks are heard once.
 * The posteriors are means of logarithms and do not sum to 1.
 */
export function stretchedHearing(
  network: AcousticNetwork,
  statistics: FeatureStatistics,
  most: number,
): AcousticNetwork {
  const squares = PLACES.map((place) => normalisedStretch(1 + place * most, statistics));
  return {
    spec: network.spec,
    openChunks: (output) => network.openChunks(output),
    close: () => {
      network.close();
    },
    forward(steps, output) {
      const own = network.forward(steps, output);
      const others = squares.map(
        (square) => network.forward(stretchedRows(steps, square), output).data,
      );
      const mean = own.data.map(
        (value, i) =>
          others.reduce((sum, data) => sum + (data[i] ?? 0), value) / (others.length + 1),
      );
      return matrix(own.rows, own.columns, mean);
    },
  };
}
