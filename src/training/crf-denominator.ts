/**
 * The denominator of CTC-CRF over utterances of any length, block by block; see `crf-graphs.ts` for the recursion.
 * @module
 */
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

/** What one recursion found of a block, by the graph's port. */
type Found = Record<string, Tensor>;

const FORWARD = ['labelsAt', 'blanksAt'] as const;
const BACKWARD = ['dLabelsAt', 'dBlanksAt'] as const;

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
    const found = posteriors.map((): Found => ({}));
    const sums: Tensor[] = [];
    let states = this.start();
    for (let i = 0; i < n; i++) {
      const behind = n - 1 - i;
      const out = this.recursions.run<string>({
        posteriors: posteriors[i]!,
        posteriorsBehind: posteriors[behind]!,
        ...states,
      });
      tf.dispose(states);
      for (const port of FORWARD) found[i]![port] = out[port]!;
      for (const port of BACKWARD) found[behind]![port] = out[port]!;
      states = {
        labels: lastOf(tf, out['labelsAt']!),
        blanks: lastOf(tf, out['blanksAt']!),
        dLabels: out['dLabels']!,
        dBlanks: out['dBlanks']!,
      };
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
  private start(): Record<string, Tensor> {
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

/** [S, …] → the last […]. */
function lastOf(tf: Tensorflow, stacked: Tensor): Tensor {
  const [steps, ...rest] = stacked.shape as [number, ...number[]];
  return tf.tidy(() =>
    tf.slice(stacked, [steps - 1, ...rest.map(() => 0)], [1, ...rest]).reshape(rest),
  );
}
