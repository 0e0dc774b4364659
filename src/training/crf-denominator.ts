/**
 * The denominator of CTC-CRF over utterances of any length, block by block; see `crf-graphs.ts` for the recursion.
 * @module
 */
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { crfBackwardGraph, crfForwardGraph, type CrfShape } from './crf-graphs';
import type { PhoneTrigram } from '../language/phone-trigram';

/** Both belong to the caller. */
export interface Denominator {
  /** [B]: logarithm of the sum over all phone sequences. */
  readonly logSum: Tensor;
  /** n tensors [S, B, C]: its gradient by the log posteriors. */
  readonly occupancies: readonly Tensor[];
}

/** Compiled for one batch size and block length. */
export class CrfDenominator {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly histories: number,
    private readonly batch: number,
    private readonly forward: CompiledGraph,
    private readonly backward: CompiledGraph,
  ) {}

  static async compile(trigram: PhoneTrigram, shape: CrfShape): Promise<CrfDenominator> {
    return new CrfDenominator(
      await loadTensorflow(),
      trigram.units + 1,
      shape.batch,
      await CompiledGraph.compile(crfForwardGraph(trigram, shape)),
      await CompiledGraph.compile(crfBackwardGraph(trigram, shape)),
    );
  }

  /**
   * @param posteriors n tensors [S, B, C] with the blank last; they stay the caller's. Beyond the end of an utterance
   * the blank must have probability 1: such frames change nothing.
   */
  run(posteriors: readonly Tensor[]): Denominator {
    const { tf, histories: N, batch: B } = this;
    const start = new Float32Array(N * B * N);
    for (let b = 0; b < B; b++) start[((N - 1) * B + b) * N + (N - 1)] = 1;
    let blanks: Tensor = tf.tensor3d(start, [N, B, N]);
    let labels: Tensor = tf.zeros([N, B, N]);
    const tapes: { labelsAt: Tensor; blanksAt: Tensor }[] = [];
    const sums: Tensor[] = [];
    for (const block of posteriors) {
      const out = this.forward.run<'labelsAt' | 'blanksAt' | 'logSum'>({
        posteriors: block,
        labels,
        blanks,
      });
      tf.dispose([labels, blanks]);
      labels = lastOf(tf, out.labelsAt);
      blanks = lastOf(tf, out.blanksAt);
      tapes.push({ labelsAt: out.labelsAt, blanksAt: out.blanksAt });
      sums.push(out.logSum);
    }
    tf.dispose([labels, blanks]);
    const logSum = tf.addN(sums);
    tf.dispose(sums);
    return { logSum, occupancies: this.walkBack(posteriors, tapes) };
  }

  private walkBack(
    posteriors: readonly Tensor[],
    tapes: readonly { labelsAt: Tensor; blanksAt: Tensor }[],
  ): Tensor[] {
    const { tf, histories: N, batch: B } = this;
    let dLabels: Tensor = tf.ones([N, B, N]);
    let dBlanks: Tensor = tf.ones([N, B, N]);
    const occupancies = new Array<Tensor>(posteriors.length);
    for (let i = posteriors.length - 1; i >= 0; i--) {
      const feeds = { posteriors: posteriors[i]!, ...tapes[i]!, dLabels, dBlanks };
      const out = this.backward.run<'occupancies' | 'dLabels' | 'dBlanks'>(feeds);
      tf.dispose([dLabels, dBlanks, tapes[i]!.labelsAt, tapes[i]!.blanksAt]);
      ({ dLabels, dBlanks } = out);
      occupancies[i] = out.occupancies;
    }
    tf.dispose([dLabels, dBlanks]);
    return occupancies;
  }

  /** Frees the native sessions. */
  close(): void {
    this.forward.close();
    this.backward.close();
  }
}

/** [S, …] → the last […]. */
function lastOf(tf: Tensorflow, stacked: Tensor): Tensor {
  const [steps, ...rest] = stacked.shape as [number, ...number[]];
  return tf.tidy(() =>
    tf.slice(stacked, [steps - 1, ...rest.map(() => 0)], [1, ...rest]).reshape(rest),
  );
}
