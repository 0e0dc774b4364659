/**
 * How likely a recurrent language model finds utterances, many at once by compiled graphs. What several begin with is
 * read only once.
 * R nodes of one depth of the tree, N nodes in all; other sizes as in recurrent-spec.ts.
 * @module
 */
import { LSTM } from '../../recurrent/lstm-cell';
import { RecurrentLayer, type States } from '../../recurrent/recurrent-layer';
import { TiedSoftmax } from '../../recurrent/tied-softmax';
import { loadBackend, type Tensor, type Tensorflow } from '../../tensor/backend';
import { lstmWeights, type RecurrentSpec, type RecurrentWeights } from './recurrent-spec';
import { symbolTree, type SymbolTree } from './symbol-tree';
import { END, type WordPieces } from './word-pieces';

type Named = Record<string, Tensor>;

/** Symbols that are scored in one go: their logits take 32 MB with 2,048 symbols. */
const MOST_ROWS = 4096;
/** A size that is known only when a graph runs. */
const ANY = -1;

/** Tells how likely utterances are; holds native memory until it is closed. */
export class RecurrentScorer {
  private constructor(
    private readonly tf: Tensorflow,
    readonly spec: RecurrentSpec,
    readonly pieces: WordPieces,
    private readonly weights: Named,
    private readonly layer: RecurrentLayer,
    private readonly output: TiedSoftmax,
  ) {}

  /** Compiles the graphs; undefined without the native library, as plain code would keep a speaker waiting. */
  static async open(
    spec: RecurrentSpec,
    pieces: WordPieces,
    arrays: RecurrentWeights,
  ): Promise<RecurrentScorer | undefined> {
    const { tf, kind } = await loadBackend();
    if (kind !== 'native') return undefined;
    const { symbols, vectorSize, units } = spec;
    const layer = await RecurrentLayer.compile(
      LSTM,
      { batch: ANY, steps: 1, inputSize: vectorSize, units },
      { training: false, directions: ['forward'] },
    );
    const output = await TiedSoftmax.compile({ rows: ANY, units, vectorSize, symbols }, false);
    const weights = Object.fromEntries(
      Object.entries(arrays).map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])]),
    );
    return new RecurrentScorer(tf, spec, pieces, weights, layer, output);
  }

  /**
   * Natural log probability of each utterance with its end.
   * @param utterances Words each; signs other than letters and apostrophes are passed over.
   */
  score(utterances: readonly (readonly string[])[]): Float64Array {
    return this.scoreSymbols(
      utterances.map((words) =>
        words.flatMap((word) => {
          const spelt = word.replace(/[^a-z']/g, '');
          return spelt === '' ? [] : this.pieces.numbersOf(spelt);
        }),
      ),
    );
  }

  /** The same of utterances in numbers of pieces, without {@link END}. */
  scoreSymbols(utterances: readonly (readonly number[])[]): Float64Array {
    const tree = symbolTree(utterances);
    const N = tree.symbols.length;
    // Behind each node but the root stands the step that leads to it; behind those the ends of utterances.
    const rows = Int32Array.from([...tree.parents.subarray(1), ...tree.ends]);
    const labels = Int32Array.from([...tree.symbols.subarray(1), ...tree.ends.map(() => END)]);
    const losses = this.tf.tidy(() => this.losses(this.read(tree), rows, labels));
    const total = new Float64Array(N);
    for (let node = 1; node < N; node++) {
      total[node] = total[tree.parents[node]!]! - losses[node - 1]!;
    }
    return Float64Array.from(tree.ends, (end, i) => total[end]! - losses[N - 1 + i]!);
  }

  /** What the LSTM says at each node, [N, H]; the caller tidies. */
  private read({ symbols, parents, depths }: SymbolTree): Tensor {
    const { tf, weights } = this;
    const { units: H, vectorSize: E } = this.spec;
    const lstm = lstmWeights(weights);
    let states: States = { state: tf.zeros([1, H]), cell: tf.zeros([1, H]) };
    const outputs: Tensor[] = [];
    for (let depth = 0; depth + 1 < depths.length; depth++) {
      const [from, to] = [depths[depth]!, depths[depth + 1]!];
      const above = depth === 0 ? 0 : depths[depth - 1]!;
      const indices = tf.tensor1d(symbols.slice(from, to), 'int32');
      const x = tf.gather(weights['table']!, indices).reshape([1, to - from, E]);
      if (depth > 0) states = this.spread(states, parents.slice(from, to), above);
      const { blocks, after } = this.layer.forward(lstm, [x], [tf.zeros([1, to - from])], {
        first: states,
        statesAfter: 1,
      });
      states = after!;
      outputs.push(blocks[0]!.reshape([to - from, H]));
    }
    return tf.concat(outputs, 0);
  }

  /** The states above each node. */
  private spread(states: States, parents: Int32Array, above: number): States {
    const { tf } = this;
    const rows = tf.tensor1d(
      parents.map((parent) => parent - above),
      'int32',
    );
    return Object.fromEntries(
      Object.entries(states).map(([name, state]) => [name, tf.gather(state, rows)]),
    );
  }

  /** Loss of each label behind what row of `y` [N, H] says. */
  private losses(y: Tensor, rows: Int32Array, labels: Int32Array): Float32Array {
    const { tf } = this;
    const losses = new Float32Array(rows.length);
    for (let at = 0; at < rows.length; at += MOST_ROWS) {
      const end = Math.min(rows.length, at + MOST_ROWS);
      const chosen = tf.gather(y, tf.tensor1d(rows.slice(at, end), 'int32'));
      losses.set(this.output.losses(this.weights, chosen, labels.slice(at, end)), at);
    }
    return losses;
  }

  /** Frees weights and graphs. */
  close(): void {
    this.layer.close();
    this.output.close();
    this.tf.dispose(this.weights);
  }
}
