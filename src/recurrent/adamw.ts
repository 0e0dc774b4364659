/**
 * The AdamW optimiser.
 * @module
 */
import { adamWGraph, type AdamWOptions } from './adamw-graph';
import { Optimiser, type NamedTensors, type OptimiserState } from './optimiser';

export type { NamedTensors, OptimiserState } from './optimiser';

/** An optimiser that follows AdamW's rule. */
export type AdamW = Optimiser;

/** Makes it. */
export const AdamW = {
  /** Takes over `weights` and `state`; without a state it starts from zeros. */
  compile(weights: NamedTensors, options: AdamWOptions, state?: OptimiserState): Promise<AdamW> {
    return Optimiser.compile(
      {
        memories: ['means', 'squares'],
        graph: (shapes) => adamWGraph(shapes, options),
        scalars: (step, rate) => ({
          rate,
          correction1: 1 / (1 - options.beta1 ** step),
          correction2: 1 / (1 - options.beta2 ** step),
        }),
      },
      weights,
      state,
    );
  },
};
