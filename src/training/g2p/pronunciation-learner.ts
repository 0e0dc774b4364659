/**
 * One training step of the grapheme-to-phoneme network: forward, cross-entropy, backward, optimiser.
 * @module
 */
import type { Random } from '../../base/random';
import { CLASSES, encodedSize, type PronouncerSpec } from '../../language/g2p/pronouncer-spec';
import { AdamW, type NamedTensors, type OptimiserState } from '../../recurrent/adamw';
import type { AdamWOptions } from '../../recurrent/adamw-graph';
import { CrossEntropy } from '../../recurrent/cross-entropy';
import { drawDropoutMask } from '../../recurrent/dropout';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../tensor/backend';
import type { ProductType } from '../../tensor/graph-builder';
import type { PronunciationBatch } from './pronunciation-batch';
import { PronunciationGraphs, type PronunciationLayers } from './pronunciation-graphs';
import { backwardPass, forwardPass } from './pronunciation-pass';

/** What decides how the network learns. */
export interface PronunciationLearnerOptions extends AdamWOptions {
  /** Share of the encoder's and of the second decoder's values that are dropped. */
  readonly dropout: number;
  /** How exactly the recurrent layers multiply. */
  readonly products: ProductType;
}

/** What a step tells. */
export interface PronunciationStep {
  /** Mean loss of a phone, natural logarithm. */
  readonly loss: number;
  /** Joint norm of all gradients before clipping. */
  readonly norm: number;
  /** False where the gradient was not finite and the step was thrown away. */
  readonly applied: boolean;
}

/** Owns the optimiser with the weights, and the graphs. */
export class PronunciationLearner {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: PronouncerSpec,
    private readonly options: PronunciationLearnerOptions,
    /** Holds weights and optimiser memory. */
    readonly optimiser: AdamW,
    private readonly crossEntropy: CrossEntropy,
    private readonly graphs: PronunciationGraphs,
  ) {}

  /** Takes over `weights` and `state`. */
  static async create(
    spec: PronouncerSpec,
    options: PronunciationLearnerOptions,
    weights: NamedTensors,
    state?: OptimiserState,
  ): Promise<PronunciationLearner> {
    return new PronunciationLearner(
      await loadTensorflow(),
      spec,
      options,
      await AdamW.compile(weights, options, state),
      await CrossEntropy.compile(CLASSES),
      new PronunciationGraphs(spec, options.products),
    );
  }

  /** Learns from one batch at the learning rate `rate`; `random` draws the dropout. */
  async step(batch: PronunciationBatch, rate: number, random: Random): Promise<PronunciationStep> {
    const layers = await this.graphs.of(batch);
    let loss = NaN;
    const gradients = this.tf.tidy(() => {
      const result = this.gradients(layers, batch, random);
      loss = result.loss;
      return result.gradients;
    });
    if (!Number.isFinite(loss)) {
      this.tf.dispose(gradients);
      return { loss, norm: NaN, applied: false };
    }
    return { loss, ...this.optimiser.step(gradients, rate) };
  }

  /** Everything between a batch and the optimiser; the caller tidies. */
  private gradients(
    layers: PronunciationLayers,
    batch: PronunciationBatch,
    random: Random,
  ): { loss: number; gradients: NamedTensors } {
    const { tf, spec } = this;
    const mask = (features: number): Tensor => {
      const shape: [number, number, number] = [1, batch.size, features];
      return tf.tensor3d(drawDropoutMask(shape, this.options.dropout, random), shape);
    };
    const { weights } = this.optimiser;
    const masks = { encodedMask: mask(encodedSize(spec)), saidMask: mask(spec.decoderUnits) };
    const parts = { tf, layers, weights, ...masks };
    const pass = forwardPass(parts, batch);
    const scored = this.crossEntropy.run(pass.logits, batch.labels, batch.weights);
    const loss = (tf.sum(scored.losses).dataSync() as Float32Array)[0]!;
    return { loss, gradients: backwardPass(parts, batch, pass, scored.gradient) };
  }

  /** Frees everything, the weights too. */
  close(): void {
    this.graphs.close();
    this.crossEntropy.close();
    this.optimiser.close();
  }
}
