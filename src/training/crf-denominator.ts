/**
 * The denominator of CTC-CRF over utterances of any length, block by block; see `crf-graphs.ts` for the recursion.
 * @module
 */
import { blockOf, take, type Named } from '../recurrent/layer-pass';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { crfOccupanciesGraph, crfRecursionsGraph, type CrfShape } from './crf-graphs';
import type { PhoneTrigram } from '../language/phone-trigram';

/** Both belong to the caller. */
export interface Denominator {
  /** [B]: logarithm of the sum over all phone sequences. */
  readonly logSum: Tensor;
  /** n tensors [S, B, C]: its gradient by the log posteriors. */
  readonly occupancies: readonly Tensor[];
}

/** What the recursions find of a block, and the states that they go on from, by the graph's ports. */
const FORWARD = ['labelsAt', 'blanksAt'] as const;
const BACKWARD = ['dLabelsAt', 'dBlanksAt'] as const;
const STATES = ['labels', 'blanks', 'dLabels', 'dBlanks'] as const;

/** Compiled for one batch size and block length. */
export class CrfDenominator {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly histories: number,
    private readonly batch: number,
    private readonly recursions: CompiledGraph,
    private readonly occupancies: CompiledGraph,
  ) {}

  static async compile(trigram: PhoneTrigram, shape: CrfShape): Promise<CrfDenominator> {
    return new CrfDenominator(
      await loadTensorflow(),
      trigram.units + 1,
      shape.batch,
      await CompiledGraph.compile(crfRecursionsGraph(trigram, shape)),
      await CompiledGraph.compile(crfOccupanciesGraph(trigram, shape)),
    );
  }

  /**
   * @param posteriors n tensors [S, B, C] with the blank last; they stay the caller's. Beyond the end of an utterance
   * the blank must have probability 1: such frames change nothing.
   */
  run(posteriors: readonly Tensor[]): Denominator {
    const { tf } = this;
    const n = posteriors.length;
    const found = posteriors.map((): Named => ({}));
    const sums: Tensor[] = [];
    let states = this.start();
    for (let i = 0; i < n; i++) {
      const behind = blockOf('backward', i, n);
      const out = this.recursions.run<string>({
        posteriors: posteriors[i]!,
        posteriorsBehind: posteriors[behind]!,
        ...states,
      });
      tf.dispose(states);
      Object.assign(found[i]!, take(out, '', FORWARD));
      Object.assign(found[behind]!, take(out, '', BACKWARD));
      states = take(out, '', STATES);
      sums.push(out['logSum']!);
    }
    const logSum = tf.addN(sums);
    const occupancies = found.map(
      (block) => this.occupancies.run<'occupancies'>(block).occupancies,
    );
    tf.dispose([states, sums, found]);
    return { logSum, occupancies };
  }

  /** The states at the ends of an utterance, which are the caller's: no phone yet, and any that there may be. */
  private start(): Named {
    const { tf, histories: N, batch: B } = this;
    const nothing = new Float32Array(N * B * N);
    for (let b = 0; b < B; b++) nothing[((N - 1) * B + b) * N + (N - 1)] = 1;
    return {
      labels: tf.zeros([N, B, N]),
      blanks: tf.tensor3d(nothing, [N, B, N]),
      dLabels: tf.ones([N, B, N]),
      dBlanks: tf.ones([N, B, N]),
    };
  }

  /** Frees the native sessions. */
  close(): void {
    this.recursions.close();
    this.occupancies.close();
  }
}
