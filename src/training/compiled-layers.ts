/**
 * The compiled layers of a network in training: one for each input size and batch size that it meets.
 * @module
 */
import { directionsOf, layerInputSize, type AcousticSpec } from '../acoustic/acoustic-spec';
import { CELLS } from '../recurrent/cells';
import { RecurrentLayer } from '../recurrent/recurrent-layer';
import type { LearnerOptions } from './learner-options';

/** Compiles what is asked for, once. */
export class CompiledLayers {
  private readonly layers = new Map<string, RecurrentLayer>();

  constructor(
    private readonly spec: AcousticSpec,
    private readonly options: Pick<LearnerOptions, 'blockSteps' | 'products' | 'fixedLayers'>,
  ) {}

  /** Layer `index` for batches of `batch` utterances; a fixed one keeps nothing for a way back. */
  async at(index: number, batch: number): Promise<RecurrentLayer> {
    const { spec, options } = this;
    const { blockSteps: steps, products = 'float32', fixedLayers = 0 } = options;
    const inputSize = layerInputSize(spec, index);
    const training = index >= fixedLayers;
    const key = `${inputSize}/${batch}/${String(training)}`;
    const known = this.layers.get(key);
    if (known) return known;
    const compiled = await RecurrentLayer.compile(
      CELLS[spec.cell],
      { batch, steps, inputSize, units: spec.units },
      { training, directions: directionsOf(spec), products },
    );
    this.layers.set(key, compiled);
    return compiled;
  }

  /** Frees the native sessions. */
  close(): void {
    for (const layer of this.layers.values()) layer.close();
  }
}
