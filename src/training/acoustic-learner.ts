/**
 * One training step of the acoustic network: forward, CTC, backward through time, optimiser.
 * S steps of a block, B batch, H units of a direction, D directions, C classes; n blocks make an utterance.
 * @module
 */
import {
  FRONT,
  isResidual,
  layerOutputSize,
  outputsOf,
  underPrefix,
  type AcousticSpec,
  type OutputName,
} from '../acoustic/acoustic-spec';
import type { Random } from '../base/random';
import type { NamedTensors, Optimiser, OptimiserState } from '../recurrent/optimiser';
import { compileOptimiser } from '../recurrent/optimisers';
import type { RecurrentLayer } from '../recurrent/recurrent-layer';
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import type { Batch } from './batch';
import { CompiledLayers } from './compiled-layers';
import { convolutionGradients, convolve } from './convolution-pass';
import { splitLearned } from './fixed-layers';
import type { GradientWatch } from './gradient-watch';
import { LayerWalk, type WalkPass } from './layer-walk';
import { optimiserOf, type HeardAs, type LearnerOptions } from './learner-options';
import { OutputLayers, type OutputBlocks } from './output-layers';

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

/** Owns the optimiser with the weights that learn, those that stay as they are, and the compiled layers. */
export class AcousticLearner {
  private readonly layers: CompiledLayers;
  private readonly zeros: NamedTensors;

  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: AcousticSpec,
    private readonly options: LearnerOptions,
    /** Holds the weights that learn, and optimiser memory. */
    readonly optimiser: Optimiser,
    private readonly fixed: Readonly<NamedTensors>,
    private readonly outputs: OutputLayers,
    private readonly walks: Readonly<Record<HeardAs, LayerWalk>>,
  ) {
    this.layers = new CompiledLayers(spec, options);
    this.zeros = Object.fromEntries(
      Object.entries(optimiser.weights).map(([name, w]) => [name, tf.zerosLike(w)]),
    );
  }

  /** Takes over `weights`, which are the whole network's, and `state`, which is that of the weights that learn. */
  static async create(
    spec: AcousticSpec,
    options: LearnerOptions,
    weights: NamedTensors,
    state?: OptimiserState,
  ): Promise<AcousticLearner> {
    const { truncatedBlocks } = options;
    const whole = { ...(truncatedBlocks !== undefined && { truncatedBlocks }) };
    const { learned, fixed } = splitLearned(spec, options.fixedLayers ?? 0, weights);
    return new AcousticLearner(
      await loadTensorflow(),
      spec,
      options,
      await compileOptimiser(optimiserOf(options), learned, state),
      fixed,
      await OutputLayers.compile(spec, options),
      { whole: await LayerWalk.with(whole), chunked: await LayerWalk.with(options) },
    );
  }

  /** All weights now; they stay the learner's and live until the next step. */
  get weights(): Readonly<NamedTensors> {
    return { ...this.fixed, ...this.optimiser.weights };
  }

  /** Weights of the convolutions; none where there are none. */
  private get front(): Readonly<NamedTensors> {
    return underPrefix(this.weights, FRONT);
  }

  /** Layers at the bottom that do not learn. */
  private get fixedLayers(): number {
    return this.options.fixedLayers ?? 0;
  }

  /** In which form the next batch is heard. */
  private draw(random: Random): HeardAs {
    const { chunks, chunkedShare = 1 } = this.options;
    if (!chunks) return 'whole';
    return chunkedShare >= 1 || random.next() < chunkedShare ? 'chunked' : 'whole';
  }

  /** Learns from one batch at the learning rate `rate`; `random` draws the dropout, `watch` is shown what happens. */
  async step(
    batch: Batch,
    rate: number,
    random: Random,
    watch?: GradientWatch,
  ): Promise<StepReport> {
    const { tf, spec } = this;
    const walk = this.walks[this.draw(random)];
    const records: LayerRecord[] = [];
    const { tops, padding, heard } = await this.climb(walk, batch, (layer, pass, inputs, index) => {
      const mask = this.dropoutMask(batch.size, random);
      watch?.sawOutputs(`layer${index}`, pass.blocks);
      const masked = pass.blocks.map((block) => tf.mul(block, mask));
      tf.dispose(pass.blocks);
      const handed = this.addInputs(index, masked, inputs);
      if (index >= this.fixedLayers) records[index] = { layer, pass, inputs, mask };
      else tf.dispose([...inputs, mask]);
      return handed;
    });
    const { loss, dTops, gradients } = await this.outputs.learn(this.weights, tops, padding, batch);
    let dBlocks: readonly Tensor[] = [];
    for (let index = spec.layers - 1; index >= this.fixedLayers; index--) {
      dBlocks = this.joined(walk, index + 1, dTops, dBlocks);
      dBlocks = await this.descend(walk, index, records[index]!, dBlocks, gradients, watch);
    }
    if (heard && this.fixedLayers === 0) {
      const dHeard = walk.gather(dBlocks, batch.blocks.length);
      Object.assign(gradients, convolutionGradients(tf, this.front, heard, dHeard));
      dBlocks = dHeard;
    }
    tf.dispose([...dBlocks, ...[...tops.values()].flat(), ...padding, heard ?? []]);
    watch?.sawWeightGradients(gradients);
    if (!Number.isFinite(loss)) {
      tf.dispose(gradients);
      return { loss, norm: NaN, applied: false };
    }
    return { loss, ...this.optimiser.step(gradients, rate) };
  }

  /** Logits [T, B, C] of every output of a batch, without dropout; owned by the caller. */
  async logits(
    batch: Batch,
    heardAs: HeardAs = this.options.chunkedShare === undefined ? 'chunked' : 'whole',
  ): Promise<Partial<Record<OutputName, Tensor>>> {
    const walk = this.walks[heardAs];
    const { tops, padding, heard } = await this.climb(walk, batch, (layer, pass, inputs, index) => {
      walk.forget(layer, pass);
      const handed = this.addInputs(index, pass.blocks, inputs);
      this.tf.dispose([...inputs]);
      return handed;
    });
    const { weights } = this;
    const logits = outputsOf(this.spec).map((output) => {
      const top = tops.get(output.name)!;
      return [output.name, this.outputs.project(weights, top, batch.size, output)] as const;
    });
    this.tf.dispose([...[...tops.values()].flat(), ...padding, heard ?? []]);
    return Object.fromEntries(logits);
  }

  /**
   * Runs all layers; `between` takes a layer's pass and inputs over and gives the next layer's inputs.
   * @returns What each output reads, padding [S, B] by block, and with convolutions what they read; all are the caller's.
   */
  private async climb(
    walk: LayerWalk,
    batch: Batch,
    between: (
      layer: RecurrentLayer,
      pass: WalkPass,
      inputs: readonly Tensor[],
      index: number,
    ) => Tensor[],
  ): Promise<{ tops: OutputBlocks; padding: Tensor[]; heard: Tensor | undefined }> {
    const shape: [number, number] = [this.options.blockSteps, batch.size];
    const padding = batch.padding.map((block) => this.tf.tensor2d(block, shape));
    const walkedPadding = walk.expandPadding(padding.map((block) => block.clone()));
    const { inputSize, filters } = this.spec;
    const steps = batch.blocks.map((b): Tensor => this.tf.tensor3d(b, [...shape, inputSize]));
    const front = filters === undefined ? undefined : convolve(this.tf, this.front, steps);
    let inputs = walk.expand(front?.blocks ?? steps);
    const tops = new Map<OutputName, readonly Tensor[]>();
    const { weights: all } = this;
    for (let index = 0; index < this.spec.layers; index++) {
      const layer = await this.layers.at(index, batch.size);
      const weights = underPrefix(all, `layer${index}`);
      const pass = await walk.forward(layer, weights, inputs, walkedPadding);
      inputs = between(layer, pass, inputs, index);
      for (const { name, after } of outputsOf(this.spec)) {
        if (after !== index + 1) continue;
        const read = inputs.map((block) => block.clone());
        tops.set(name, walk.collapse(read, padding.length));
      }
    }
    this.tf.dispose([...walkedPadding, ...inputs]);
    return { tops, padding, heard: front?.batch };
  }

  /** Gradients of what the outputs after `layers` layers read, on top of those from the layers above; takes all over. */
  private joined(
    walk: LayerWalk,
    layers: number,
    dTops: OutputBlocks,
    fromAbove: readonly Tensor[],
  ): readonly Tensor[] {
    const parts = outputsOf(this.spec)
      .filter(({ after }) => after === layers)
      .map(({ name }) => walk.spread(dTops.get(name)!));
    if (fromAbove.length > 0) parts.push([...fromAbove]);
    if (parts.length === 1) return parts[0]!;
    const sums = parts[0]!.map((_, i) => this.tf.addN(parts.map((part) => part[i]!)));
    this.tf.dispose(parts.flat());
    return sums;
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
    walk: LayerWalk,
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
    const result = await walk.backward(
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
    this.layers.close();
    this.optimiser.close();
    this.outputs.close();
    this.tf.dispose([this.zeros, this.fixed]);
  }
}
