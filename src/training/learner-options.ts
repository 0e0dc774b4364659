/**
 * What decides how the acoustic network learns.
 * @module
 */
import type { AdamWOptions } from '../recurrent/adamw-graph';
import type { OptimiserSpec } from '../recurrent/optimisers';
import type { ProductType } from '../tensor/graph-builder';
import type { WalkOptions } from './layer-walk';
import type { OutputOptions } from './output-layers';

/** What decides how the network learns. */
export interface LearnerOptions extends AdamWOptions, OutputOptions, WalkOptions {
  /** AdamW where nothing is said; SGD takes no β, ε and decay, but the two below. */
  readonly optimiser?: OptimiserSpec['kind'];
  /** Of SGD; 0 where nothing is said. */
  readonly momentum?: number;
  /** Of SGD: Nesterov's rule; not where nothing is said. */
  readonly nesterov?: boolean;
  /** Share of the values between layers that are dropped. */
  readonly dropout: number;
  /** How exactly the recurrent layers multiply; in 32 bits where nothing is said. */
  readonly products?: ProductType;
  /** With chunks: the share of the batches that are heard so, the others as whole utterances; all if nothing is said. */
  readonly chunkedShare?: number;
}

/** In which form a batch is heard. */
export type HeardAs = 'whole' | 'chunked';

/** What to descend with, from what a config says. */
export function optimiserOf(
  options: Pick<LearnerOptions, 'optimiser' | 'momentum' | 'nesterov'> & AdamWOptions,
): OptimiserSpec {
  if (options.optimiser !== 'sgd') return { ...options, kind: 'adamw' };
  const { momentum = 0, nesterov = false } = options;
  return { ...options, kind: 'sgd', momentum, nesterov };
}
