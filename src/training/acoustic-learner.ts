/**
 * One training step of the acoustic network: forward, CTC, backward through time, clipping, AdamW.
 * S steps of a block, B batch, H units of a direction, C classes; n blocks make an utterance.
 * @module
 */
import type { Tensor } from '@tensorflow/tfjs';
import {
  layerInputSize,
  underPrefix,
  weightShapes,
  type AcousticSpec,
} from '../acoustic/acoustic-spec';
import type { Random } from '../base/random';
import { STEP_SIZE } from '../features/definition';
import { adamWGraph, type AdamWOptions } from '../recurrent/adamw-graph';
import { GruLayer, type GruPass } from '../recurrent/gru-layer';
import { loadTensorflow, type Tensorflow } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import type { Batch } from './batch';
import { ctcLoss } from './ctc-loss';

/** Tensors by weight name. */
export type Weights = Record<string, Tensor>;

/** The optimiser's memory: running means of gradients and of their squares, and the steps taken. */
export interface OptimiserState {
  means: Weights;
  squares: Weights;
  steps: number;
}

/** What a step tells. */
export interface StepReport {
  /** Mean loss of a label, natural logarithm. */
  readonly loss: number;
  /** Joint norm of all gradients before clipping. */
  readonly norm: number;
  /** False where the gradient was not finite and the step was thrown away. */
  readonly applied: boolean;
}

/** Owns weights and optimiser state, and compiles a layer for every batch size that it meets. */
export class AcousticLearner {
  private readonly layers = new Map<string, GruLayer>();
  private readonly zeros: Weights;

  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: AcousticSpec,
    private readonly blockSteps: number,
    private readonly options: AdamWOptions & { readonly dropout: number },
    private readonly optimiser: CompiledGraph,
    /** The weights now; owned by the learner. */
    public weights: Weights,
    /** The optimiser's memory now; owned by the learner. */
    readonly state: OptimiserState,
  ) {
    this.zeros = Object.fromEntries(
      Object.entries(weights).map(([name, w]) => [name, tf.zerosLike(w)]),
    );
  }

  /** Compiles the optimiser; takes over `weights` and `state`. */
  static async create(
    spec: AcousticSpec,
    blockSteps: number,
    options: AdamWOptions & { readonly dropout: number },
    weights: Weights,
    state?: OptimiserState,
  ): Promise<AcousticLearner> {
    const tf = await loadTensorflow();
    const fresh = (): Weights =>
      Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, tf.zerosLike(w)]));
    const optimiser = await CompiledGraph.compile(adamWGraph(weightShapes(spec), options));
    const memory = state ?? { means: fresh(), squares: fresh(), steps: 0 };
    return new AcousticLearner(tf, spec, blockSteps, options, optimiser, weights, memory);
  }

  private async layer(index: number, batch: number): Promise<GruLayer> {
    const inputSize = layerInputSize(this.spec, index);
    const key = `${inputSize}/${batch}`;
    const known = this.layers.get(key);
    if (known) return known;
    const shape = { batch, steps: this.blockSteps, inputSize, units: this.spec.units };
    const compiled = await GruLayer.compile(shape, true);
    this.layers.set(key, compiled);
    return compiled;
  }

  /** Variational dropout (Gal and Ghahramani 2016): one mask [1, B, 2H] for all steps of an utterance. */
  private dropoutMask(batch: number, random: Random): Tensor {
    const keep = 1 - this.options.dropout;
    const values = Float32Array.from({ length: batch * 2 * this.spec.units }, () =>
      random.next() < keep ? 1 / keep : 0,
    );
    return this.tf.tensor3d(values, [1, batch, 2 * this.spec.units]);
  }

  /** Learns from one batch. */
  async step(batch: Batch, rate: number, random: Random): Promise<StepReport> {
    const { tf, spec } = this;
    const B = batch.size;
    const { blocks, padding } = this.upload(batch);
    let inputs = blocks;
    const passes: { layer: GruLayer; pass: GruPass; inputs: Tensor[]; mask: Tensor }[] = [];
    for (let index = 0; index < spec.layers; index++) {
      const layer = await this.layer(index, B);
      const pass = layer.forward(underPrefix(this.weights, `layer${index}`), inputs, padding);
      const mask = this.dropoutMask(B, random);
      passes.push({ layer, pass, inputs, mask });
      inputs = pass.blocks.map((block) => tf.mul(block, mask));
      tf.dispose(pass.blocks);
    }
    const { losses, dTop, gradients } = this.outputLayer(inputs, batch);
    let dBlocks = dTop;
    for (let index = spec.layers - 1; index >= 0; index--) {
      const { layer, pass, inputs: below, mask } = passes[index]!;
      const masked = dBlocks.map((block) => tf.mul(block, mask));
      const prefix = `layer${index}`;
      const result = layer.backward(
        underPrefix(this.weights, prefix),
        pass,
        masked,
        tf.tidy(() => {
          const zeros = underPrefix(this.zeros, prefix);
          return Object.fromEntries(Object.entries(zeros).map(([k, z]) => [k, z.clone()]));
        }),
      );
      tf.dispose([dBlocks, masked, below, mask]);
      dBlocks = result.dInputs;
      for (const [name, gradient] of Object.entries(result.gradients)) {
        gradients[`${prefix}/${name}`] = gradient;
      }
    }
    tf.dispose([dBlocks, inputs, padding]);
    return this.apply(gradients, losses, rate);
  }

  private upload(batch: Batch): { blocks: Tensor[]; padding: Tensor[] } {
    const shape: [number, number] = [this.blockSteps, batch.size];
    return {
      blocks: batch.blocks.map((block) => this.tf.tensor3d(block, [...shape, STEP_SIZE])),
      padding: batch.padding.map((block) => this.tf.tensor2d(block, shape)),
    };
  }

  /** Logits [T, B, C] of a batch without dropout; owned by the caller. */
  async logits(batch: Batch): Promise<Tensor> {
    const { tf, spec } = this;
    const { blocks, padding } = this.upload(batch);
    let inputs = blocks;
    for (let index = 0; index < spec.layers; index++) {
      const layer = await this.layer(index, batch.size);
      const pass = layer.forward(underPrefix(this.weights, `layer${index}`), inputs, padding);
      layer.forget(pass);
      tf.dispose(inputs);
      inputs = pass.blocks;
    }
    const logits = this.project(inputs, batch.size);
    tf.dispose([inputs, padding]);
    return logits;
  }

  /** n blocks [S, B, 2H] → logits [n·S, B, C]. */
  private project(inputs: readonly Tensor[], B: number): Tensor {
    const { tf, spec, blockSteps: S } = this;
    const kernel = this.weights['output/kernel']!;
    const bias = this.weights['output/bias']!;
    return tf.tidy(() =>
      tf.concat(
        inputs.map((x) =>
          tf
            .add(tf.matMul(tf.reshape(x, [S * B, 2 * spec.units]), kernel), bias)
            .reshape([S, B, spec.classes]),
        ),
      ),
    );
  }

  /** Dense layer and CTC: the mean loss of a label, the gradient of the top blocks and of the output weights. */
  private outputLayer(
    inputs: readonly Tensor[],
    batch: Batch,
  ): { losses: number; dTop: Tensor[]; gradients: Weights } {
    const { tf, spec, blockSteps: S } = this;
    const B = batch.size;
    const width = 2 * spec.units;
    const kernel = this.weights['output/kernel']!;
    const logits = this.project(inputs, B);
    const { losses, gradient } = ctcLoss(tf, logits, batch.labels, batch.lengths);
    const labelCount = batch.labels.reduce((n, row) => n + row.length, 0);
    const result = tf.tidy(() => {
      const scaled = tf.div(gradient, labelCount);
      const parts = tf
        .split(scaled, inputs.length)
        .map((part) => part.reshape([S * B, spec.classes]));
      const flat = inputs.map((x) => tf.reshape(x, [S * B, width]));
      return {
        dTop: parts.map((part) => tf.matMul(part, kernel, false, true).reshape([S, B, width])),
        kernel: tf.addN(parts.map((part, i) => tf.matMul(flat[i]!, part, true, false))),
        bias: tf.sum(scaled, [0, 1]),
      };
    });
    const total = (losses.dataSync() as Float32Array).reduce((a, b) => a + b, 0);
    tf.dispose([logits, losses, gradient]);
    return {
      losses: total / labelCount,
      dTop: result.dTop,
      gradients: { 'output/kernel': result.kernel, 'output/bias': result.bias },
    };
  }

  private apply(gradients: Weights, loss: number, rate: number): StepReport {
    const { tf, state, options } = this;
    const feeds: Record<string, Tensor> = {
      rate: tf.scalar(rate),
      correction1: tf.scalar(1 / (1 - options.beta1 ** (state.steps + 1))),
      correction2: tf.scalar(1 / (1 - options.beta2 ** (state.steps + 1))),
    };
    const scalars = Object.values(feeds);
    for (const name of Object.keys(this.weights)) {
      feeds[name] = this.weights[name]!;
      feeds[`${name}/gradient`] = gradients[name]!;
      feeds[`${name}/mean`] = state.means[name]!;
      feeds[`${name}/square`] = state.squares[name]!;
    }
    const out = this.optimiser.run<string>(feeds);
    tf.dispose([scalars, gradients]);
    const norm = (out['norm']!.dataSync() as Float32Array)[0]!;
    out['norm']!.dispose();
    const applied = Number.isFinite(norm) && Number.isFinite(loss);
    if (!applied) {
      tf.dispose(Object.entries(out).flatMap(([name, t]) => (name === 'norm' ? [] : [t])));
      return { loss, norm, applied };
    }
    for (const name of Object.keys(this.weights)) {
      tf.dispose([this.weights[name]!, state.means[name]!, state.squares[name]!]);
      this.weights[name] = out[name]!;
      state.means[name] = out[`${name}/mean`]!;
      state.squares[name] = out[`${name}/square`]!;
    }
    state.steps += 1;
    return { loss, norm, applied };
  }

  /** Frees everything. */
  close(): void {
    for (const layer of this.layers.values()) layer.close();
    this.optimiser.close();
    this.tf.dispose([this.weights, this.zeros, this.state.means, this.state.squares]);
  }
}
