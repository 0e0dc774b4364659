/**
 * The optimisers by name, as data.
 * @module
 */
import { AdamW } from './adamw';
import type { AdamWOptions } from './adamw-graph';
import type { NamedTensors, Optimiser, OptimiserState } from './optimiser';
import { compileSgd, type SgdOptions } from './sgd';

/** What to descend with. */
export type OptimiserSpec =
  ({ readonly kind: 'adamw' } & AdamWOptions) | ({ readonly kind: 'sgd' } & SgdOptions);

/** What the optimiser remembers; see `OptimiserState`. */
export function memoriesOf(spec: OptimiserSpec): readonly ('means' | 'squares')[] {
  if (spec.kind === 'adamw') return ['means', 'squares'];
  return spec.momentum > 0 ? ['means'] : [];
}

/** Takes over `weights` and `state`; without a state it starts from zeros. */
export function compileOptimiser(
  spec: OptimiserSpec,
  weights: NamedTensors,
  state?: OptimiserState,
): Promise<Optimiser> {
  switch (spec.kind) {
    case 'adamw':
      return AdamW.compile(weights, spec, state);
    case 'sgd':
      return compileSgd(weights, spec, state);
  }
}
