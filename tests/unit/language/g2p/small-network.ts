/**
 * A small network with drawn weights, for the tests of everything that runs one.
 * @module
 */
import { Random } from '../../../../src/base/random';
import {
  pronouncerShapes,
  type PronouncerSpec,
  type PronouncerWeights,
} from '../../../../src/language/g2p/pronouncer-spec';

/** All sizes differ, so that none can stand for another. */
export const SMALL_PRONOUNCER: PronouncerSpec = {
  embedding: 4,
  encoderUnits: 5,
  attentionUnits: 6,
  decoderUnits: 7,
};

/** Weights of `spec`, large enough that every letter tells. */
export function drawnWeights(spec: PronouncerSpec, seed: number): PronouncerWeights {
  const random = new Random(seed);
  return Object.fromEntries(
    Object.entries(pronouncerShapes(spec)).map(([name, shape]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return [name, { shape, data: Float32Array.from({ length: size }, () => random.normal()) }];
    }),
  );
}
