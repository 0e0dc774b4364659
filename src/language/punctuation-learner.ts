/**
 * One training step of the tagger of punctuation: word vectors, bidirectional GRU, two cross entropies, and back.
 * S steps, B sequences, E size of a word's vector, H units of a direction.
 * @module
 */
import type { Random } from '../base/random';
import { AdamW, type NamedTensors } from '../recurrent/adamw';
import { CELLS } from '../recurrent/cells';
import { CompiledLayer } from '../recurrent/compiled-layer';
import { CrossEntropy } from '../recurrent/cross-entropy';
import { embedding } from '../recurrent/embedding';
import { RecurrentLayer } from '../recurrent/recurrent-layer';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import { CAPITALS, MARKS } from '../text/marked-words';
import { punctuationShapes, TAG_CLASSES, type PunctuationSpec } from './punctuation-tagger';
import { ROWS_PER_WORD, tableRows } from './word-features';

/** Sequences side by side: step s of sequence b stands at s · B + b. */
export interface PunctuationBatch {
  /** S · B · `ROWS_PER_WORD` rows of the table. */
  readonly features: Int32Array;
  /** S · B numbers of `MARKS`. */
  readonly marks: Int32Array;
  /** S · B numbers of `CAPITALS`. */
  readonly capitals: Int32Array;
  /** S · B: 1 where a word counts, 0 at the start and in padding. */
  readonly counted: Float32Array;
  /** S · B: 1 behind the end of a sequence. */
  readonly padding: Float32Array;
}

/** S and B. */
export interface PunctuationBatchShape {
  readonly steps: number;
  readonly batch: number;
}

const OPTIMISER = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.001, clipNorm: 5 };

/** Random first weights, uniform in ±1/√H; the table smaller, as three rows make a word. */
export function firstPunctuationWeights(
  spec: PunctuationSpec,
  random: Random,
): Record<string, Float32Array> {
  const limit = 1 / Math.sqrt(spec.units);
  return Object.fromEntries(
    Object.entries(punctuationShapes(spec)).map(([name, shape]) => [
      name,
      Float32Array.from(
        { length: shape.reduce((a, b) => a * b, 1) },
        () => (2 * random.next() - 1) * limit,
      ),
    ]),
  );
}

/** Owns the weights while they are learned. */
export class PunctuationLearner {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: PunctuationSpec,
    private readonly shape: PunctuationBatchShape,
    private readonly optimiser: AdamW,
    private readonly vectors: CompiledLayer,
    private readonly layer: RecurrentLayer,
    private readonly losses: readonly [CrossEntropy, CrossEntropy],
  ) {}

  /** Compiles all graphs for one shape of batch. */
  static async create(
    spec: PunctuationSpec,
    shape: PunctuationBatchShape,
    first: Readonly<Record<string, Float32Array>>,
  ): Promise<PunctuationLearner> {
    const tf = await loadTensorflow();
    const weights: NamedTensors = Object.fromEntries(
      Object.entries(punctuationShapes(spec)).map(([name, size]) => [
        name,
        tf.tensor(first[name]!, [...size]),
      ]),
    );
    const { steps, batch } = shape;
    const rows = steps * batch * ROWS_PER_WORD;
    return new PunctuationLearner(
      tf,
      spec,
      shape,
      await AdamW.compile(weights, OPTIMISER),
      await CompiledLayer.compile(embedding([rows], tableRows(spec), spec.vectorSize), true),
      await RecurrentLayer.compile(
        CELLS.gru,
        { batch, steps, inputSize: spec.vectorSize, units: spec.units },
        { training: true },
      ),
      [await CrossEntropy.compile(MARKS.length), await CrossEntropy.compile(CAPITALS.length)],
    );
  }

  /** The weights now, as arrays. */
  get weights(): Record<string, Float32Array> {
    return Object.fromEntries(
      Object.entries(this.optimiser.weights).map(([name, w]) => [
        name,
        Float32Array.from(w.dataSync()),
      ]),
    );
  }

  /** Learns from a batch. @returns Mean loss of a word, both kinds added up, natural logarithm. */
  step(batch: PunctuationBatch, rate: number): number {
    const { tf, spec } = this;
    const { steps: S, batch: B } = this.shape;
    const { vectorSize: E, units: H } = spec;
    const { weights } = this.optimiser;
    const table = { table: weights['table']! };
    const indices = tf.tensor1d(batch.features, 'int32');
    const padding = tf.tensor2d(batch.padding, [S, B]);
    const vectors = this.vectors.forward(table, { indices });
    const x = tf.tidy(() =>
      tf.sum(vectors.outputs['y']!.reshape([S * B, ROWS_PER_WORD, E]), 1).reshape([S, B, E]),
    );
    const recurrent = recurrentWeights(weights);
    const pass = this.layer.forward(recurrent, [x], [padding]);
    const top = pass.blocks[0]!;
    const output = this.learnOutput(weights, top.reshape([S * B, 2 * H]), batch);
    const dTop = output.dTop.reshape([S, B, 2 * H]);
    const zeros = Object.fromEntries(
      Object.entries(recurrent).map(([name, w]) => [name, tf.zerosLike(w)]),
    );
    const back = this.layer.backward(recurrent, pass, [dTop], zeros);
    const dVectors = tf.tidy(() =>
      tf
        .tile(back.dInputs[0]!.reshape([S * B, 1, E]), [1, ROWS_PER_WORD, 1])
        .reshape([S * B * ROWS_PER_WORD, E]),
    );
    const { weights: dTable } = this.vectors.backward(table, { indices }, vectors, {
      y: dVectors,
    });
    tf.dispose([indices, padding, vectors.outputs, x, top, output.dTop, dTop, dVectors]);
    tf.dispose(back.dInputs);
    this.optimiser.step({ ...dTable, ...back.gradients, ...output.gradients }, rate);
    return output.loss;
  }

  /** Dense layer and both losses; takes `flat` [S·B, 2H] over. */
  private learnOutput(
    weights: Readonly<NamedTensors>,
    flat: Tensor,
    batch: PunctuationBatch,
  ): { loss: number; dTop: Tensor; gradients: NamedTensors } {
    const { tf, losses } = this;
    const kernel = weights['output/kernel']!;
    const logits = tf.tidy(() => tf.add(tf.matMul(flat, kernel), weights['output/bias']!));
    const split = tf.split(logits, [MARKS.length, TAG_CLASSES - MARKS.length], 1);
    const count = Math.max(
      1,
      batch.counted.reduce((a, b) => a + b, 0),
    );
    const scale = batch.counted.map((c) => c / count);
    const results = [
      losses[0].run(split[0]!, batch.marks, scale),
      losses[1].run(split[1]!, batch.capitals, scale),
    ];
    const loss = results.reduce(
      (sum, r) => sum + (r.losses.dataSync() as Float32Array).reduce((a, b) => a + b, 0),
      0,
    );
    const made = tf.tidy(() => {
      const gradient = tf.concat(
        results.map((r) => r.gradient),
        1,
      );
      return {
        dTop: tf.matMul(gradient, kernel, false, true),
        'output/kernel': tf.matMul(flat, gradient, true, false),
        'output/bias': tf.sum(gradient, 0),
      };
    });
    tf.dispose([flat, logits, split, results.map((r) => [r.losses, r.gradient])]);
    const { dTop, ...gradients } = made;
    return { loss, dTop, gradients };
  }

  /** Frees everything, the weights too. */
  close(): void {
    this.optimiser.close();
    this.vectors.close();
    this.layer.close();
    for (const loss of this.losses) loss.close();
  }
}

/** Those of the recurrent layer: `forward/kernel` and so on. */
function recurrentWeights(weights: Readonly<NamedTensors>): NamedTensors {
  return Object.fromEntries(
    Object.entries(weights).filter(([name]) => /^(forward|backward)\//.test(name)),
  );
}
