/**
 * One training step of the acoustic network: forward, CTC, backward through time, optimiser.
 * S steps of a block, B batch, H units of a direction, D directions, C classes; n blocks make an utterance.
 * @module
 */
import {
  directionsOf,
  isResidual,
  layerInputSize,
  layerOutputSize,
  outputsOf,
  underPrefix,
  type AcousticSpec,
  type OutputName,
} from '../acoustic/acoustic-spec';
import type { Random } from '../base/random';
import { STEP_SIZE } from '../features/definition';
import type { AdamWOptions } from '../recurrent/adamw-graph';
import { CELLS } from '../recurrent/cells';
import type { NamedTensors, Optimiser, OptimiserState } from '../recurrent/optimiser';
import { compileOptimiser, type OptimiserSpec } from '../recurrent/optimisers';
import { RecurrentLayer } from '../recurrent/recurrent-layer';
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import type { ProductType } from '../tensor/graph-builder';
import type { Batch } from './batch';
import type { GradientWatch } from './gradient-watch';
import { LayerWalk, type WalkOptions, type WalkPass } from './layer-walk';
import { OutputLayers, type OutputOptions } from './output-layers';

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
}

/** What a step tells. */
export interface StepReport {
  /** Mean loss of a label, natural logarithm, weighed and added up over the outputs. */
  readonly loss: number;
  /** Joint norm of all gradients before clipping. */
  readonly norm: number;
  /** False where the gradient was not finite and the step was thrown away. */
  readonly applied: boolean;
}

/** A layer's forward pass, kept for its backward pass. */
interface LayerRecord {
  readonly layer: RecurrentLayer;
  readonly pass: WalkPass;
  readonly inputs: readonly Tensor[];
  /** Dropout behind the layer. */
  readonly mask: Tensor;
}

/** What to descend with, from what a config says. */
export function optimiserOf(
  options: Pick<LearnerOptions, 'optimiser' | 'momentum' | 'nesterov'> & AdamWOptions,
): OptimiserSpec {
  if (options.optimiser !== 'sgd') return { ...options, kind: 'adamw' };
  const { momentum = 0, nesterov = false } = options;
  return { ...options, kind: 'sgd', momentum, nesterov };
}

/** Owns the optimiser with the weights, and compiles a layer for every batch size that it meets. */
export class AcousticLearner {
  private readonly layers = new Map<string, RecurrentLayer>();
  private readonly zeros: NamedTensors;

  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: AcousticSpec,
    private readonly options: LearnerOptions,
    /** Holds weights and optimiser memory. */
    readonly optimiser: Optimiser,
    private readonly outputs: OutputLayers,
    private readonly walk: LayerWalk,
  ) {
    this.zeros = Object.fromEntries(
      Object.entries(optimiser.weights).map(([name, w]) => [name, tf.zerosLike(w)]),
    );
  }

  /** Takes over `weights` and `state`. */
  static async create(
    spec: AcousticSpec,
    options: LearnerOptions,
    weights: NamedTensors,
    state?: OptimiserState,
  ): Promise<AcousticLearner> {
    return new AcousticLearner(
      await loadTensorflow(),
      spec,
      options,
      await compileOptimiser(optimiserOf(options), weights, state),
      await OutputLayers.compile(spec, options),
      await LayerWalk.with(options),
    );
  }

  /** Learns from one batch at the learning rate `rate`; `random` draws the dropout, `watch` is shown what happens. */
  async step(
    batch: Batch,
    rate: number,
    random: Random,
    watch?: GradientWatch,
  ): Promise<StepReport> {
    const { tf, spec } = this;
    const records: LayerRecord[] = [];
    const { top, padding } = await this.climb(batch, (layer, pass, inputs, index) => {
      const mask = this.dropoutMask(batch.size, random);
      watch?.sawOutputs(`layer${index}`, pass.blocks);
      records.push({ layer, pass, inputs, mask });
      const masked = pass.blocks.map((block) => tf.mul(block, mask));
      tf.dispose(pass.blocks);
      return this.addInputs(index, masked, inputs);
    });
    const { loss, dTop, gradients } = await this.outputs.learn(
      this.optimiser.weights,
      top,
      padding,
      batch,
    );
    let dBlocks = this.walk.spread(dTop);
    for (let index = spec.layers - 1; index >= 0; index--) {
      dBlocks = await this.descend(index, records[index]!, dBlocks, gradients, watch);
    }
    tf.dispose([dBlocks, top, padding]);
    watch?.sawWeightGradients(gradients);
    if (!Number.isFinite(loss)) {
      tf.dispose(gradients);
      return { loss, norm: NaN, applied: false };
    }
    return { loss, ...this.optimiser.step(gradients, rate) };
  }

  /** Logits [T, B, C] of every output of a batch, without dropout; owned by the caller. */
  async logits(batch: Batch): Promise<Partial<Record<OutputName, Tensor>>> {
    const { top, padding } = await this.climb(batch, (layer, pass, inputs, index) => {
      this.walk.forget(layer, pass);
      const handed = this.addInputs(index, pass.blocks, inputs);
      this.tf.dispose([...inputs]);
      return handed;
    });
    const logits = outputsOf(this.spec).map(
      (output) =>
        [
          output.name,
          this.outputs.project(this.optimiser.weights, top, batch.size, output),
        ] as const,
    );
    this.tf.dispose([top, padding]);
    return Object.fromEntries(logits);
  }

  /** Runs all layers; `between` takes a layer's pass and inputs over and gives the next layer's inputs. */
  private async climb(
    batch: Batch,
    between: (
      layer: RecurrentLayer,
      pass: WalkPass,
      inputs: readonly Tensor[],
      index: number,
    ) => Tensor[],
  ): Promise<{ top: Tensor[]; padding: Tensor[] }> {
    const shape: [number, number] = [this.options.blockSteps, batch.size];
    const padding = batch.padding.map((block) => this.tf.tensor2d(block, shape));
    const walkedPadding = this.walk.expand(padding.map((block) => block.clone()));
    let inputs = this.walk.expand(
      batch.blocks.map((b) => this.tf.tensor3d(b, [...shape, STEP_SIZE])),
    );
    for (let index = 0; index < this.spec.layers; index++) {
      const layer = await this.layer(index, batch.size);
      const weights = underPrefix(this.optimiser.weights, `layer${index}`);
      const pass = await this.walk.forward(layer, weights, inputs, walkedPadding);
      inputs = between(layer, pass, inputs, index);
    }
    this.tf.dispose(walkedPadding);
    return { top: this.walk.collapse(inputs, padding.length), padding };
  }

  /** Outputs of layer `index`, which are freed, on top of its inputs where it is residual; backward, their gradients. */
  private addInputs(
    index: number,
    outputs: readonly Tensor[],
    inputs: readonly Tensor[],
  ): Tensor[] {
    if (!isResidual(this.spec, index)) return [...outputs];
    const sums = outputs.map((block, i) => this.tf.add(block, inputs[i]!));
    this.tf.dispose([...outputs]);
    return sums;
  }

  private async layer(index: number, batch: number): Promise<RecurrentLayer> {
    const inputSize = layerInputSize(this.spec, index);
    const key = `${inputSize}/${batch}`;
    const known = this.layers.get(key);
    if (known) return known;
    const { blockSteps: steps } = this.options;
    const compiled = await RecurrentLayer.compile(
      CELLS[this.spec.cell],
      { batch, steps, inputSize, units: this.spec.units },
      {
        training: true,
        directions: directionsOf(this.spec),
        products: this.options.products ?? 'float32',
      },
    );
    this.layers.set(key, compiled);
    return compiled;
  }

  /** Variational dropout (Gal and Ghahramani 2016): one mask [1, B, D·H] for all steps of an utterance. */
  private dropoutMask(batch: number, random: Random): Tensor {
    const keep = 1 - this.options.dropout;
    const values = Float32Array.from({ length: batch * layerOutputSize(this.spec) }, () =>
      random.next() < keep ? 1 / keep : 0,
    );
    return this.tf.tensor3d(values, [1, batch, layerOutputSize(this.spec)]);
  }

  /** Backward through one layer: adds its weight gradients to `gradients`, frees the record and `dBlocks`. */
  private async descend(
    index: number,
    { layer, pass, inputs, mask }: LayerRecord,
    dBlocks: readonly Tensor[],
    gradients: NamedTensors,
    watch?: GradientWatch,
  ): Promise<Tensor[]> {
    const { tf } = this;
    const prefix = `layer${index}`;
    const masked = dBlocks.map((block) => tf.mul(block, mask));
    const sums = Object.entries(underPrefix(this.zeros, prefix)).map(
      ([name, zero]) => [name, zero.clone()] as const,
    );
    const weights = underPrefix(this.optimiser.weights, prefix);
    const result = await this.walk.backward(
      layer,
      weights,
      pass,
      masked,
      Object.fromEntries(sums),
      watch &&
        ((d, block, _, norms) => {
          watch.sawStateNorms(prefix, d, block, norms);
        }),
    );
    const dInputs = this.addInputs(index, result.dInputs, dBlocks);
    tf.dispose([...dBlocks, ...masked, ...inputs, mask]);
    for (const [name, gradient] of Object.entries(result.gradients)) {
      gradients[`${prefix}/${name}`] = gradient;
    }
    return dInputs;
  }

  /** Frees everything, the weights too. */
  close(): void {
    for (const layer of this.layers.values()) layer.close();
    this.optimiser.close();
    this.outputs.close();
    this.tf.dispose(this.zeros);
  }
}
