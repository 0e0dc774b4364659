/**
 * The phones and letters of many recordings at once: a trained network in batches, several times as fast as one by one.
 * @module
 */
import type { OutputName } from '../acoustic/acoustic-spec';
import type { HeardOutputs } from '../acoustic/speller';
import { matrix, type Matrix } from '../base/matrix';
import type { Bundle } from '../bundle/load-bundle';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import type { ProductType } from '../tensor/graph-builder';
import { fastestProducts } from '../tensor/fastest-products';
import { AcousticLearner } from './acoustic-learner';
import { layOut } from './batch';
import { toTensors } from './weight-tensors';

/** Steps of a compiled block. */
const BLOCK_STEPS = 32;
/** Nothing is learned here, so that the optimiser's numbers say nothing. */
const UNUSED = { beta1: 0, beta2: 0, epsilon: 1, weightDecay: 0, clipNorm: 1, dropout: 0 } as const;

/** Owns a copy of the weights; `close` frees it. */
export class BatchHearing {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly learner: AcousticLearner,
    /** Recordings of a batch. */
    readonly size: number,
  ) {}

  /**
   * Compiles a network for batches of `size`.
   * @param products How exactly it multiplies; as is fastest on this machine where nothing is said.
   */
  static async open(
    { spec, weights }: Pick<Bundle, 'spec' | 'weights'>,
    size: number,
    products?: ProductType,
  ): Promise<BatchHearing> {
    const tf = await loadTensorflow();
    const options = {
      ...({ ...UNUSED, optimiser: 'sgd', blockSteps: BLOCK_STEPS } as const),
      products: products ?? (await fastestProducts()),
    };
    const learner = await AcousticLearner.create(spec, options, toTensors(tf, weights));
    return new BatchHearing(tf, learner, size);
  }

  /**
   * @param steps 1 to `size` recordings, T × `STEP_SIZE` each, normalised; those of like length are fastest.
   * @returns T × (phones and blank) log posteriors of each.
   * @throws RangeError for another number of recordings, or a network without phones.
   */
  async phones(steps: readonly Matrix[]): Promise<Matrix[]> {
    return (await this.hear(steps, ['phones']))[0]!;
  }

  /** Both outputs of each; otherwise as {@link BatchHearing.phones}. */
  async outputs(steps: readonly Matrix[]): Promise<HeardOutputs[]> {
    const [phones, letters] = await this.hear(steps, ['phones', 'characters']);
    return steps.map((_, b) => ({ phones: phones![b]!, letters: letters![b]! }));
  }

  /** Log posteriors of each recording, by output. */
  private async hear(steps: readonly Matrix[], names: readonly OutputName[]): Promise<Matrix[][]> {
    const { tf, size } = this;
    if (steps.length < 1 || steps.length > size) {
      throw new RangeError(
        `Cannot hear a batch as it needs 1 to ${size} recordings: current count is ${steps.length}`,
      );
    }
    const examples = steps.map(({ data, rows }) => ({
      ...{ steps: data, stepCount: rows },
      labels: new Int32Array(0),
    }));
    // A graph is compiled for each size: the last batch is filled up with copies.
    while (examples.length < size) examples.push(examples[0]!);
    const outputs = await this.learner.logits(layOut(examples, BLOCK_STEPS), 'whole');
    const { phones } = outputs;
    if (phones === undefined) throw new RangeError('Cannot hear phones as the network has none');
    const lengths = steps.map(({ rows }) => rows);
    const heard = names.map((name) => this.byRecording(outputs[name]!, lengths));
    tf.dispose(Object.values(outputs));
    return heard;
  }

  /** Logits [T, B, C] → log posteriors of the first recordings. */
  private byRecording(logits: Tensor, lengths: readonly number[]): Matrix[] {
    const { tf } = this;
    const [T, , C] = logits.shape as [number, number, number];
    const result = tf.tidy(() => tf.transpose(tf.logSoftmax(logits), [1, 0, 2]));
    const values = result.dataSync() as Float32Array;
    result.dispose();
    return lengths.map((rows, b) =>
      matrix(rows, C, values.subarray(b * T * C, (b * T + rows) * C)),
    );
  }

  /** Frees everything. */
  close(): void {
    this.learner.close();
  }
}
