/**
 * Many words at once by compiled graphs: the same search as pronounce.ts, tens of times as fast.
 * T letters, B words of a batch, W beginnings of a beam, rows W · B with the word running fastest; other sizes as in
 * pronouncer-spec.ts.
 * @module
 */
import { additiveAttention } from '../../recurrent/additive-attention';
import { CompiledLayer } from '../../recurrent/compiled-layer';
import { dense } from '../../recurrent/dense';
import { embedding } from '../../recurrent/embedding';
import { GRU } from '../../recurrent/gru-cell';
import { RecurrentLayer } from '../../recurrent/recurrent-layer';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../tensor/backend';
import { encode } from '../../text/alphabet';
import { bridge } from './bridge';
import { paddedSteps } from './padded-steps';
import { logSoftmax } from './plain-network';
import {
  BOUNDARY,
  CLASSES,
  LETTER_ROWS,
  PADDING_LETTER,
  encodedSize,
  isPronounceable,
  lookingSize,
  under,
  type PronouncerSpec,
  type PronouncerWeights,
} from './pronouncer-spec';
import { PronunciationBeam, USUAL_WIDTH, mostPhones } from './pronunciation-beam';

type Named = Record<string, Tensor>;

/** Words of a batch. */
const BATCH = 64;

/** The graphs of one length of words. */
interface ReadingGraphs {
  readonly letters: CompiledLayer;
  readonly encoder: RecurrentLayer;
  readonly bridge: CompiledLayer;
  readonly attention: CompiledLayer;
}

/** The graphs of a round, for words of any length. */
interface SayingGraphs {
  readonly phones: CompiledLayer;
  readonly first: RecurrentLayer;
  readonly second: RecurrentLayer;
  readonly output: CompiledLayer;
}

/** What a batch was read as. */
interface Encoded {
  /** [T, B, K]. */
  readonly values: Tensor;
  /** [T, B]. */
  readonly padding: Tensor;
  readonly attention: CompiledLayer;
}

/** The rows' states, each [W · B, D]. */
interface States {
  readonly first: Tensor;
  readonly second: Tensor;
}

/** Holds weights and graphs in native memory until it is closed. */
export class BatchPronouncer {
  private readonly reading = new Map<number, ReadingGraphs>();

  private constructor(
    private readonly tf: Tensorflow,
    private readonly spec: PronouncerSpec,
    private readonly weights: Named,
    private readonly saying: SayingGraphs,
    private readonly width: number,
  ) {}

  /**
   * Compiles the graphs.
   * @throws BugError without the native library.
   */
  static async open(
    spec: PronouncerSpec,
    weights: PronouncerWeights,
    width = USUAL_WIDTH,
  ): Promise<BatchPronouncer> {
    const tf = await loadTensorflow();
    const batch = width * BATCH;
    const { embedding: E, decoderUnits: units } = spec;
    const looking = lookingSize(spec);
    const forward = { training: false, directions: ['forward'] } as const;
    const saying = {
      phones: await CompiledLayer.compile(embedding([1, batch], CLASSES, E), false),
      first: await RecurrentLayer.compile(GRU, { batch, steps: 1, inputSize: E, units }, forward),
      second: await RecurrentLayer.compile(
        GRU,
        { batch, steps: 1, inputSize: looking, units },
        forward,
      ),
      output: await CompiledLayer.compile(dense([batch, looking], CLASSES), false),
    };
    const tensors = Object.entries(weights).map(
      ([name, { data, shape }]) => [name, tf.tensor(data, [...shape])] as const,
    );
    return new BatchPronouncer(tf, spec, Object.fromEntries(tensors), saying, width);
  }

  /**
   * Says all words.
   * @returns Phones by word; words that are not pronounceable are left out.
   */
  async say(words: readonly string[]): Promise<Map<string, Uint8Array>> {
    const sorted = [...new Set(words)]
      .filter(isPronounceable)
      .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    const said = new Map<string, Uint8Array>();
    for (let at = 0; at < sorted.length; at += BATCH) {
      const batch = sorted.slice(at, at + BATCH);
      const T = paddedSteps(batch.at(-1)!.length);
      const graphs = await this.graphs(T);
      let found: readonly (readonly number[] | undefined)[] = [];
      this.tf.tidy(() => {
        found = this.search(batch, T, graphs);
      });
      for (const [i, word] of batch.entries()) {
        if (found[i]) said.set(word, Uint8Array.from(found[i]));
      }
      // Lets a signal in: a batch blocks the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return said;
  }

  /** The best pronunciation of each word; the caller tidies. */
  private search(
    words: readonly string[],
    T: number,
    graphs: ReadingGraphs,
  ): (readonly number[] | undefined)[] {
    const { tf, width: W } = this;
    const { encoded, start } = this.read(words, T, graphs);
    const zeros = tf.zerosLike(start);
    let states: States = { first: tf.tile(start, [W, 1]), second: tf.tile(zeros, [W, 1]) };
    const beams = words.map((word) => new PronunciationBeam(W, mostPhones(word.length)));
    while (beams.some((beam) => !beam.isDone)) {
      const previous = new Int32Array(W * BATCH).fill(BOUNDARY);
      for (const [b, { alive }] of beams.entries()) {
        for (const [w, { phones }] of alive.entries()) {
          previous[w * BATCH + b] = phones.at(-1) ?? BOUNDARY;
        }
      }
      const next = this.round(encoded, states, previous);
      const parents = Int32Array.from(previous.keys());
      for (const [b, beam] of beams.entries()) {
        if (beam.isDone) continue;
        const scores = beam.alive.map((_, w) => {
          const row = (w * BATCH + b) * CLASSES;
          return logSoftmax(next.logits.slice(row, row + CLASSES));
        });
        for (const [w, parent] of beam.advance(scores).entries()) {
          parents[w * BATCH + b] = parent * BATCH + b;
        }
      }
      const rows = tf.tensor1d(parents, 'int32');
      const kept = { first: tf.gather(next.first, rows), second: tf.gather(next.second, rows) };
      tf.dispose([states.first, states.second, next.first, next.second, rows]);
      states = kept;
    }
    return beams.map((beam) => beam.found()[0]?.phones);
  }

  private read(
    words: readonly string[],
    T: number,
    graphs: ReadingGraphs,
  ): { encoded: Encoded; start: Tensor } {
    const { tf } = this;
    const letters = new Int32Array(T * BATCH).fill(PADDING_LETTER);
    const behind = new Float32Array(T * BATCH).fill(1);
    for (let b = 0; b < BATCH; b++) {
      for (const [t, letter] of encode(words[b] ?? words[0]!).entries()) {
        letters[t * BATCH + b] = letter;
        behind[t * BATCH + b] = 0;
      }
    }
    const indices = tf.tensor2d(letters, [T, BATCH], 'int32');
    const padding = tf.tensor2d(behind, [T, BATCH]);
    const read = graphs.letters.forward(under(this.weights, 'letters'), { indices });
    const encoding = graphs.encoder.forward(
      under(this.weights, 'encoder'),
      [read.outputs['y']!],
      [padding],
    );
    const values = encoding.blocks[0]!;
    const bridged = graphs.bridge.forward(under(this.weights, 'bridge'), { encoded: values });
    return {
      encoded: { values, padding, attention: graphs.attention },
      start: bridged.outputs['state']!,
    };
  }

  /** One phone further in every row. */
  private round(
    { values, padding, attention }: Encoded,
    states: States,
    previous: Int32Array,
  ): States & { readonly logits: Float32Array } {
    const { tf, saying, width: W, spec } = this;
    const { decoderUnits: D } = spec;
    const rows = W * BATCH;
    const K = encodedSize(spec);
    return tf.tidy(() => {
      const never = tf.zeros([1, rows]);
      const indices = tf.tensor2d(previous, [1, rows], 'int32');
      const heard = saying.phones.forward(under(this.weights, 'phones'), { indices });
      const first = saying.first.forward(
        under(this.weights, 'first'),
        [heard.outputs['y']!],
        [never],
        { first: { state: states.first } },
      ).blocks[0]!;
      const looked = attention.forward(under(this.weights, 'attention'), {
        queries: tf.reshape(first, [W, BATCH, D]),
        keys: values,
        values,
        padding,
      });
      const context = tf.reshape(looked.outputs['context']!, [1, rows, K]);
      const second = saying.second.forward(
        under(this.weights, 'second'),
        [tf.concat([first, context], 2)],
        [never],
        { first: { state: states.second } },
      ).blocks[0]!;
      const x = tf.reshape(tf.concat([second, context], 2), [rows, D + K]);
      const { outputs } = saying.output.forward(under(this.weights, 'output'), { x });
      return {
        first: tf.reshape(first, [rows, D]),
        second: tf.reshape(second, [rows, D]),
        logits: outputs['y']!.dataSync() as Float32Array,
      };
    });
  }

  private async graphs(T: number): Promise<ReadingGraphs> {
    const known = this.reading.get(T);
    if (known) return known;
    const { embedding: E, encoderUnits, attentionUnits, decoderUnits } = this.spec;
    const K = encodedSize(this.spec);
    const made = {
      letters: await CompiledLayer.compile(embedding([T, BATCH], LETTER_ROWS, E), false),
      encoder: await RecurrentLayer.compile(
        GRU,
        { batch: BATCH, steps: T, inputSize: E, units: encoderUnits },
        { training: false },
      ),
      bridge: await CompiledLayer.compile(
        bridge({ letters: T, batch: BATCH, encoderUnits, decoderUnits }),
        false,
      ),
      attention: await CompiledLayer.compile(
        additiveAttention({
          ...{ batch: BATCH, queries: this.width, keys: T, units: attentionUnits },
          ...{ querySize: decoderUnits, keySize: K, valueSize: K },
        }),
        false,
      ),
    };
    this.reading.set(T, made);
    return made;
  }

  /** Frees weights and graphs. */
  close(): void {
    for (const { letters, encoder, bridge: ends, attention } of this.reading.values()) {
      for (const layer of [letters, encoder, ends, attention]) layer.close();
    }
    for (const layer of Object.values(this.saying) as (CompiledLayer | RecurrentLayer)[]) {
      layer.close();
    }
    this.tf.dispose(this.weights);
  }
}
