/**
 * Random first weights: uniform in ±1/√H, as PyTorch starts recurrent layers. Residual layers start at zero, where the
 * cells' outputs are zero too: the deeper network starts as the shallower one and learns what to add. Convolutions start as
 * rectifiers ask for (He et al. 2015, "Delving deep into rectifiers").
 * @module
 */
import { FRONT, isResidual, weightShapes, type AcousticSpec } from '../acoustic/acoustic-spec';
import type { Random } from '../base/random';
import type { WeightArray } from '../bundle/weights-file';

/** Weights by name, drawn in a fixed order, so that a seed gives the same ones everywhere. */
export function initialWeights(spec: AcousticSpec, random: Random): Record<string, WeightArray> {
  const limit = 1 / Math.sqrt(spec.units);
  return Object.fromEntries(
    Object.entries(weightShapes(spec)).map(([name, shape]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const layer = /^layer(\d+)\//.exec(name)?.[1];
      const zero = layer !== undefined && isResidual(spec, Number(layer));
      const most = name.startsWith(`${FRONT}/`) ? rectifierLimit(shape) : limit;
      const data = Float32Array.from({ length: size }, () =>
        zero ? 0 : (2 * random.next() - 1) * most,
      );
      return [name, { shape, data }];
    }),
  );
}

/** The largest weight before a rectifier, by how many values each output adds up; biases start at zero. */
function rectifierLimit(shape: readonly number[]): number {
  if (shape.length === 1) return 0;
  return Math.sqrt(6 / shape.slice(0, -1).reduce((a, b) => a * b, 1));
}
