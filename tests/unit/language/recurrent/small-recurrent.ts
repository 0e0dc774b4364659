/**
 * A small recurrent language model with random weights.
 * @module
 */
import { Random } from '../../../../src/base/random';
import type { RecurrentFile } from '../../../../src/bundle/recurrent-file';
import { recurrentShapes } from '../../../../src/language/recurrent/recurrent-spec';
import { learnPieces } from '../../../../src/language/recurrent/word-pieces';

/** Pieces of a few words; weights uniform in ±0.5. */
export function smallRecurrent(seed = 7): RecurrentFile {
  const pieces = learnPieces(Object.entries({ the: 9, then: 5, other: 3, sea: 2, seas: 2 }), 62);
  const spec = { symbols: pieces.symbols, vectorSize: 6, units: 8 };
  const random = new Random(seed);
  const weights = Object.fromEntries(
    Object.entries(recurrentShapes(spec)).map(([name, shape]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return [
        name,
        { shape, data: Float32Array.from({ length: size }, () => random.next() - 0.5) },
      ];
    }),
  );
  return { spec, pieces, weights };
}
