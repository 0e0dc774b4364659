/**
 * One training step of the acoustic network: forward, CTC, backward through time, optimiser.
 * S steps of a block, B batch, H units of a direction, D directions, C classes; n blocks make an utterance.
 * @module
 */
import {
  directionsOf,
  layerInputSize,
  layerOutputSize,
  outputsOf,
  underPrefix,
  type AcousticSpec,
  type OutputName,
} from '../acoustic/acoustic-spec';
import type { Random } from '../base/random';
import { STEP_SIZE } from '../features/definition';
import { AdamW, type NamedTensors, type OptimiserState } from '../recurrent/adamw';
import type { AdamWOptions } from '../recurrent/adamw-graph';
import { CELLS } from '../recurrent/cells';
import { CtcLoss, type CtcResult } from '../recurrent/ctc-loss';
import { RecurrentLayer, type LayerPass } from '../recurrent/recurrent-layer';
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import type { ProductType } from '../tensor/graph-builder';
import type { Batch } from './batch';
import { CrfDenominator } from './crf-denominator';
import type { PhoneTrigram } from './phone-trigram';

/** Weight of plain CTC beside CTC-CRF, which keeps the blanks in their places. */
const CTC_SHARE = 0.1;

/** What decides how the network learns. */
export interface LearnerOptions extends AdamWOptions {
  /** Steps of a compiled block. */
  readonly blockSteps: number;
  /** Share of the values between layers that are dropped. */
  readonly dropout: number;
  /** How exactly the recurrent layers multiply; in 32 bits where nothing is said. */
  readonly products?: ProductType;
  /**
   * With a phone trigram the phones are learned by CTC-CRF (plus a little CTC), without by CTC alone. A network trained
   * so must be read with a phone or word model in the search.
   */
  readonly trigram?: PhoneTrigram;
  /** How much the loss of the characters counts where phones are learned too; 1 where nothing is said. */
  readonly characterWeight?: number;
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

type Output = ReturnType<typeof outputsOf>[number];

/** A layer's forward pass, kept for its backward pass. */
interface LayerRecord {
  readonly layer: RecurrentLayer;
  readonly pass: LayerPass;
  readonly inputs: readonly Tensor[];
  /** Dropout behind the layer. */
  readonly mask: Tensor;
}

/** Owns the optimiser with the weights, and compiles a layer for every batch size that it meets. */
export class AcousticLearner {
  private readonly layers = new Map<string, RecurrentLayer>();
  private readonly denominators = new Map<number, CrfDenominator>();
  private readonly zeros: NamedTensors;

  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: AcousticSpec,
    private readonly options: LearnerOptions,
    /** Holds weights and optimiser memory. */
    readonly optimiser: AdamW,
    private readonly ctc: Readonly<Record<string, CtcLoss>>,
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
    const ctc: Record<string, CtcLoss> = {};
    for (const { name, classes } of outputsOf(spec)) ctc[name] = await CtcLoss.compile(classes);
    return new AcousticLearner(
      await loadTensorflow(),
      spec,
      options,
      await AdamW.compile(weights, options, state),
      ctc,
    );
  }

  /** Learns from one batch at the learning rate `rate`; `random` draws the dropout. */
  async step(batch: Batch, rate: number, random: Random): Promise<StepReport> {
    const { tf, spec } = this;
    const records: LayerRecord[] = [];
    const { top, padding } = await this.climb(batch, (layer, pass, inputs) => {
      const mask = this.dropoutMask(batch.size, random);
      records.push({ layer, pass, inputs, mask });
      const masked = pass.blocks.map((block) => tf.mul(block, mask));
      tf.dispose(pass.blocks);
      return masked;
    });
    const { loss, dTop, gradients } = await this.outputLayers(top, padding, batch);
    let dBlocks = dTop;
    for (let index = spec.layers - 1; index >= 0; index--) {
      dBlocks = this.descend(index, records[index]!, dBlocks, gradients);
    }
    tf.dispose([dBlocks, top, padding]);
    if (!Number.isFinite(loss)) {
      tf.dispose(gradients);
      return { loss, norm: NaN, applied: false };
    }
    return { loss, ...this.optimiser.step(gradients, rate) };
  }

  /** Logits [T, B, C] of every output of a batch, without dropout; owned by the caller. */
  async logits(batch: Batch): Promise<Partial<Record<OutputName, Tensor>>> {
    const { top, padding } = await this.climb(batch, (layer, pass, inputs) => {
      layer.forget(pass);
      this.tf.dispose([...inputs]);
      return pass.blocks;
    });
    const logits = outputsOf(this.spec).map(
      (output) => [output.name, this.project(top, batch.size, output)] as const,
    );
    this.tf.dispose([top, padding]);
    return Object.fromEntries(logits);
  }

  /** Runs all layers; `between` takes a layer's pass and inputs over and gives the next layer's inputs. */
  private async climb(
    batch: Batch,
    between: (layer: RecurrentLayer, pass: LayerPass, inputs: readonly Tensor[]) => Tensor[],
  ): Promise<{ top: Tensor[]; padding: Tensor[] }> {
    const shape: [number, number] = [this.options.blockSteps, batch.size];
    const padding = batch.padding.map((block) => this.tf.tensor2d(block, shape));
    let inputs: Tensor[] = batch.blocks.map((b) => this.tf.tensor3d(b, [...shape, STEP_SIZE]));
    for (let index = 0; index < this.spec.layers; index++) {
      const layer = await this.layer(index, batch.size);
      const weights = underPrefix(this.optimiser.weights, `layer${index}`);
      inputs = between(layer, layer.forward(weights, inputs, padding), inputs);
    }
    return { top: inputs, padding };
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

  /** n blocks [S, B, D·H] → logits [n·S, B, C]. */
  private project(top: readonly Tensor[], B: number, { prefix, classes }: Output): Tensor {
    const { tf, spec } = this;
    const { blockSteps: S } = this.options;
    const kernel = this.optimiser.weights[`${prefix}/kernel`]!;
    const bias = this.optimiser.weights[`${prefix}/bias`]!;
    const logitsOf = (x: Tensor): Tensor =>
      tf
        .add(tf.matMul(tf.reshape(x, [S * B, layerOutputSize(spec)]), kernel), bias)
        .reshape([S, B, classes]);
    return tf.tidy(() => tf.concat(top.map(logitsOf)));
  }

  /** All output layers: their losses added up, the sum of their gradients of the top blocks, and of their weights. */
  private async outputLayers(
    top: readonly Tensor[],
    padding: readonly Tensor[],
    batch: Batch,
  ): Promise<{ loss: number; dTop: Tensor[]; gradients: NamedTensors }> {
    const { tf, spec, options } = this;
    const gradients: NamedTensors = {};
    let loss = 0;
    const dTops: Tensor[][] = [];
    for (const output of outputsOf(spec)) {
      const several = spec.phones !== undefined;
      const weight = several && output.name === 'characters' ? (options.characterWeight ?? 1) : 1;
      const part = await this.outputLayer(top, padding, batch, output, weight);
      loss += part.loss;
      Object.assign(gradients, part.gradients);
      dTops.push(part.dTop);
    }
    const dTop = top.map((_, i) => tf.addN(dTops.map((parts) => parts[i]!)));
    tf.dispose(dTops.flat());
    return { loss, dTop, gradients };
  }

  /** Dense layer and CTC: mean loss of a label times `weight`, gradients of the top blocks and of its weights. */
  private async outputLayer(
    top: readonly Tensor[],
    padding: readonly Tensor[],
    batch: Batch,
    output: Output,
    weight: number,
  ): Promise<{ loss: number; dTop: Tensor[]; gradients: NamedTensors }> {
    const { tf, spec } = this;
    const { prefix, classes } = output;
    const { blockSteps: S } = this.options;
    const B = batch.size;
    const width = layerOutputSize(spec);
    const kernel = this.optimiser.weights[`${prefix}/kernel`]!;
    const labels = output.name === 'phones' ? batch.phones : batch.labels;
    // What has no labels is neither learned from nor counted; the kernel wants some all the same.
    const known = labels.map((row) => (row.length > 0 ? 1 : 0));
    const logits = this.project(top, B, output);
    const ctc = this.ctc[output.name]!.run(
      logits,
      labels.map((row) => (row.length > 0 ? row : Int32Array.of(0))),
      batch.lengths,
    );
    const { losses, gradient } =
      output.name === 'phones' && this.options.trigram !== undefined
        ? await this.sequenceLoss(logits, padding, ctc, this.options.trigram)
        : ctc;
    const labelCount = Math.max(
      1,
      labels.reduce((n, row) => n + row.length, 0),
    );
    const result = tf.tidy(() => {
      const mask = tf.tensor3d(known, [1, B, 1]);
      const scaled = tf.mul(gradient, tf.mul(mask, weight / labelCount));
      const parts = tf.split(scaled, top.length).map((p) => p.reshape([S * B, classes]));
      const flat = top.map((x) => tf.reshape(x, [S * B, width]));
      return {
        dTop: parts.map((part) => tf.matMul(part, kernel, false, true).reshape([S, B, width])),
        kernel: tf.addN(parts.map((part, i) => tf.matMul(flat[i]!, part, true, false))),
        bias: tf.sum(scaled, [0, 1]),
      };
    });
    const total = (losses.dataSync() as Float32Array).reduce(
      (sum, loss, b) => (known[b] === 1 ? sum + loss : sum),
      0,
    );
    tf.dispose([logits, losses, gradient]);
    return {
      loss: (weight * total) / labelCount,
      dTop: result.dTop,
      gradients: { [`${prefix}/kernel`]: result.kernel, [`${prefix}/bias`]: result.bias },
    };
  }

  /**
   * CTC-CRF and a little CTC: the numerator is CTC's; its softmax gives way to the sum over all phone sequences.
   * Takes `ctc` over.
   */
  private async sequenceLoss(
    logits: Tensor,
    padding: readonly Tensor[],
    ctc: CtcResult,
    trigram: PhoneTrigram,
  ): Promise<CtcResult> {
    const { tf } = this;
    const [, B, C] = logits.shape as [number, number, number];
    let denominator = this.denominators.get(B);
    if (!denominator) {
      const shape = { batch: B, steps: this.options.blockSteps };
      denominator = await CrfDenominator.compile(trigram, shape);
      this.denominators.set(B, denominator);
    }
    const blocks = tf.tidy(() => {
      const blank = tf.oneHot(tf.scalar(C - 1, 'int32'), C);
      return tf.split(tf.softmax(logits), padding.length).map((y, i) => {
        const ended = tf.expandDims(padding[i]!, 2);
        return tf.add(tf.mul(y, tf.sub(1, ended)), tf.mul(ended, blank));
      });
    });
    const { logSum, occupancies } = denominator.run(blocks);
    const result = tf.tidy(() => ({
      losses: tf.add(tf.mul(ctc.losses, 1 + CTC_SHARE), logSum),
      gradient: tf.add(
        tf.mul(ctc.gradient, 1 + CTC_SHARE),
        tf.sub(tf.concat([...occupancies]), tf.concat(blocks)),
      ),
    }));
    tf.dispose([blocks, logSum, [...occupancies], ctc.losses, ctc.gradient]);
    return result;
  }

  /** Backward through one layer: adds its weight gradients to `gradients`, frees the record and `dBlocks`. */
  private descend(
    index: number,
    { layer, pass, inputs, mask }: LayerRecord,
    dBlocks: readonly Tensor[],
    gradients: NamedTensors,
  ): Tensor[] {
    const { tf } = this;
    const prefix = `layer${index}`;
    const masked = dBlocks.map((block) => tf.mul(block, mask));
    const sums = Object.entries(underPrefix(this.zeros, prefix)).map(
      ([name, zero]) => [name, zero.clone()] as const,
    );
    const weights = underPrefix(this.optimiser.weights, prefix);
    const result = layer.backward(weights, pass, masked, Object.fromEntries(sums));
    tf.dispose([...dBlocks, ...masked, ...inputs, mask]);
    for (const [name, gradient] of Object.entries(result.gradients)) {
      gradients[`${prefix}/${name}`] = gradient;
    }
    return result.dInputs;
  }

  /** Frees everything, the weights too. */
  close(): void {
    for (const layer of this.layers.values()) layer.close();
    this.optimiser.close();
    for (const ctc of Object.values(this.ctc)) ctc.close();
    for (const denominator of this.denominators.values()) denominator.close();
    this.tf.dispose(this.zeros);
  }
}
