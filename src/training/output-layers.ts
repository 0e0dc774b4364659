/**
 * The output layers of the network in training: a dense layer for characters and one for phones, each with its loss
 * (CTC, or for phones CTC-CRF or cross entropy by step) and its gradients.
 * S steps of a block, B batch, D·H values of the trunk a step, C classes.
 * @module
 */
import {
  layerOutputSize,
  type AcousticOutput,
  type AcousticSpec,
  type OutputName,
} from '../acoustic/acoustic-spec';
import type { NamedTensors } from '../recurrent/adamw';
import { CtcLoss, type CtcResult } from '../recurrent/ctc-loss';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import type { Batch } from './batch';
import { consistencyLoss } from './consistency';
import { CrfDenominator } from './crf-denominator';
import { learnedOutputs } from './fixed-layers';
import { FrameLoss } from './frame-loss';
import type { PhoneTrigram } from '../language/phone-trigram';

/** How phones are learned: by CTC, by CTC-CRF, or by cross entropy of every step's own phone. */
export type PhoneLoss = 'ctc' | 'crf' | 'frames';

/** What decides how the output layers learn. */
export interface OutputOptions {
  /** Steps of a compiled block. */
  readonly blockSteps: number;
  /**
   * With a phone trigram the phones are learned by CTC-CRF (plus a little CTC), without by CTC alone. A network trained
   * so must be read with a phone or word model in the search.
   */
  readonly trigram?: PhoneTrigram;
  /** With `frames` phones are learned step by step, by the targets of the examples; as above where nothing is said. */
  readonly phoneLoss?: PhoneLoss;
  /** Beside the loss of the labels so much counts that by step; not without it. */
  readonly frameWeight?: number;
  /** Batches hold two hearings of each recording, and so much counts what they say differently beside CTC; not without it. */
  readonly consistency?: number;
  /** So many layers at the bottom, and outputs that read them, stay as they are; all learn where nothing is said. */
  readonly fixedLayers?: number;
  /** How much the loss of the characters counts where phones are learned too; 1 where nothing is said. */
  readonly characterWeight?: number;
}

type Weights = Readonly<NamedTensors>;

/** A loss and its gradient by the logits [T, B, C]. */
interface LogitsLoss {
  readonly loss: number;
  readonly gradient: Tensor;
}

/** Blocks [S, B, D·H] of an utterance by the output that reads them, or their gradients. */
export type OutputBlocks = ReadonlyMap<OutputName, readonly Tensor[]>;

/** Weight of plain CTC beside CTC-CRF, which keeps the blanks in their places. */
const CTC_SHARE = 0.1;

/** Holds the compiled losses; the weights come in with every call. */
export class OutputLayers {
  private readonly denominators = new Map<number, CrfDenominator>();

  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: AcousticSpec,
    private readonly options: OutputOptions,
    private readonly ctc: CtcLoss,
    private readonly frames: FrameLoss | undefined,
  ) {}

  /** Compiles the losses. */
  static async compile(spec: AcousticSpec, options: OutputOptions): Promise<OutputLayers> {
    const byStep = options.phoneLoss === 'frames' || options.frameWeight !== undefined;
    const frames =
      byStep && spec.phones !== undefined ? await FrameLoss.compile(spec.phones) : undefined;
    return new OutputLayers(await loadTensorflow(), spec, options, await CtcLoss.open(), frames);
  }

  /** n blocks [S, B, D·H] → logits [n·S, B, C]. */
  project(
    weights: Weights,
    top: readonly Tensor[],
    B: number,
    { prefix, classes }: AcousticOutput,
  ): Tensor {
    const { tf, spec } = this;
    const { blockSteps: S } = this.options;
    const kernel = weights[`${prefix}/kernel`]!;
    const bias = weights[`${prefix}/bias`]!;
    const logitsOf = (x: Tensor): Tensor =>
      tf
        .add(tf.matMul(tf.reshape(x, [S * B, layerOutputSize(spec)]), kernel), bias)
        .reshape([S, B, classes]);
    return tf.tidy(() => tf.concat(top.map(logitsOf)));
  }

  /**
   * All output layers: their losses added up, the gradients of what each reads, and of their weights.
   * @param tops What each output reads: n blocks [S, B, D·H].
   * @param padding n tensors [S, B], 1 where an utterance has ended.
   */
  async learn(
    weights: Weights,
    tops: OutputBlocks,
    padding: readonly Tensor[],
    batch: Batch,
  ): Promise<{ loss: number; dTops: OutputBlocks; gradients: NamedTensors }> {
    const { spec, options } = this;
    const gradients: NamedTensors = {};
    let loss = 0;
    const dTops = new Map<OutputName, readonly Tensor[]>();
    for (const output of learnedOutputs(spec, options.fixedLayers ?? 0)) {
      const several = spec.phones !== undefined;
      const weight = several && output.name === 'characters' ? (options.characterWeight ?? 1) : 1;
      const top = tops.get(output.name)!;
      const part = await this.layer(weights, top, padding, batch, output, weight);
      loss += part.loss;
      Object.assign(gradients, part.gradients);
      dTops.set(output.name, part.dTop);
    }
    return { loss, dTops, gradients };
  }

  /** Dense layer and loss: that times `weight`, gradients of the top blocks and of its weights. */
  private async layer(
    weights: Weights,
    top: readonly Tensor[],
    padding: readonly Tensor[],
    batch: Batch,
    output: AcousticOutput,
    weight: number,
  ): Promise<{ loss: number; dTop: Tensor[]; gradients: NamedTensors }> {
    const { tf, spec } = this;
    const { prefix, classes } = output;
    const { blockSteps: S } = this.options;
    const B = batch.size;
    const width = layerOutputSize(spec);
    const kernel = weights[`${prefix}/kernel`]!;
    const logits = this.project(weights, top, B, output);
    const frames = output.name === 'phones' ? this.frames : undefined;
    // The weight of the phones is always 1.
    const { loss, gradient } =
      frames && this.options.phoneLoss === 'frames'
        ? frames.run(logits, batch)
        : this.withSteps(
            await this.labelLoss(logits, padding, batch, output, weight),
            frames?.run(logits, batch),
          );
    const result = tf.tidy(() => {
      const parts = tf.split(gradient, top.length).map((p) => p.reshape([S * B, classes]));
      const flat = top.map((x) => tf.reshape(x, [S * B, width]));
      return {
        dTop: parts.map((part) => tf.matMul(part, kernel, false, true).reshape([S, B, width])),
        kernel: tf.addN(parts.map((part, i) => tf.matMul(flat[i]!, part, true, false))),
        bias: tf.sum(gradient, [0, 1]),
      };
    });
    tf.dispose([logits, gradient]);
    return {
      loss,
      dTop: result.dTop,
      gradients: { [`${prefix}/kernel`]: result.kernel, [`${prefix}/bias`]: result.bias },
    };
  }

  /** Adds the loss by step to that of the labels, where there is one; takes both over. */
  private withSteps(labels: LogitsLoss, steps: LogitsLoss | undefined): LogitsLoss {
    if (!steps) return labels;
    const { tf } = this;
    const { frameWeight = 0 } = this.options;
    const gradient = tf.tidy(() => tf.add(labels.gradient, tf.mul(steps.gradient, frameWeight)));
    tf.dispose([labels.gradient, steps.gradient]);
    return { loss: labels.loss + frameWeight * steps.loss, gradient };
  }

  /** Mean loss of a label by CTC or CTC-CRF times `weight`, and its gradient [T, B, C]. */
  private async labelLoss(
    logits: Tensor,
    padding: readonly Tensor[],
    batch: Batch,
    output: AcousticOutput,
    weight: number,
  ): Promise<LogitsLoss> {
    const { tf } = this;
    const labels = output.name === 'phones' ? batch.phones : batch.labels;
    // What has no labels although something is said is neither learned from nor counted.
    const known = labels.map((row, b) => (row.length > 0 || batch.silent[b] ? 1 : 0));
    if (weight === 0 || !known.includes(1)) return { loss: 0, gradient: tf.zerosLike(logits) };
    const ctc = this.ctc.run(logits, labels, batch.lengths);
    const ofLabels =
      output.name === 'phones' && this.options.trigram !== undefined
        ? await this.sequenceLoss(logits, padding, ctc, this.options.trigram)
        : ctc;
    const { losses, gradient } = this.withConsistency(ofLabels, logits, padding);
    const labelCount = Math.max(
      1,
      labels.reduce((n, row) => n + row.length, 0),
    );
    const scaled = tf.tidy(() => {
      const mask = tf.tensor3d(known, [1, batch.size, 1]);
      return tf.mul(gradient, tf.mul(mask, weight / labelCount));
    });
    const total = (losses.dataSync() as Float32Array).reduce(
      (sum, loss, b) => (known[b] === 1 ? sum + loss : sum),
      0,
    );
    tf.dispose([losses, gradient]);
    return { loss: (weight * total) / labelCount, gradient: scaled };
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

  /** Adds what two hearings of a recording say differently, where that counts; takes `result` over. */
  private withConsistency(
    result: CtcResult,
    logits: Tensor,
    padding: readonly Tensor[],
  ): CtcResult {
    const { tf } = this;
    const { consistency = 0 } = this.options;
    if (consistency === 0) return result;
    const apart = consistencyLoss(tf, logits, padding);
    const both = tf.tidy(() => ({
      losses: tf.add(result.losses, tf.mul(apart.losses, consistency)),
      gradient: tf.add(result.gradient, tf.mul(apart.gradient, consistency)),
    }));
    tf.dispose([result.losses, result.gradient, apart.losses, apart.gradient]);
    return both;
  }

  /** Frees the native sessions. */
  close(): void {
    for (const denominator of this.denominators.values()) denominator.close();
    this.frames?.close();
  }
}
