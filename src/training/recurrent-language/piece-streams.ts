/**
 * Utterances in pieces of words as streams side by side: those that a recurrent language model reads in training.
 * @module
 */
import type { Random } from '../../base/random';
import { END } from '../../language/recurrent/word-pieces';

/** How much of the text one step sees. */
export interface StreamShape {
  /** S symbols of each stream. */
  readonly steps: number;
  /** B streams. */
  readonly streams: number;
}

/** A step: symbol s of stream b stands at s · B + b. */
export interface StreamBatch {
  /** Symbols that are read. */
  readonly inputs: Int32Array;
  /** Those that follow them. */
  readonly labels: Int32Array;
}

/** A long text of utterances; behind each stands {@link END}. */
export class PieceText {
  private symbols = new Uint16Array(1 << 20);
  private filled = 0;
  private readonly ends: number[] = [];

  /** Symbols in it. */
  get length(): number {
    return this.filled;
  }

  /** Utterances in it. */
  get utterances(): number {
    return this.ends.length;
  }

  /** Adds pieces to the utterance that is being written. */
  add(pieces: readonly number[]): void {
    if (this.filled + pieces.length + 1 > this.symbols.length) {
      const larger = new Uint16Array(2 * (this.symbols.length + pieces.length));
      larger.set(this.symbols);
      this.symbols = larger;
    }
    this.symbols.set(pieces, this.filled);
    this.filled += pieces.length;
  }

  /** Ends the utterance, unless it is empty. */
  end(): void {
    if (this.filled === (this.ends.at(-1) ?? 0)) return;
    this.add([END]);
    this.ends.push(this.filled);
  }

  /** All utterances in random order, one behind the other. */
  shuffled(random: Random): Uint16Array {
    const order = random.shuffle(Array.from(this.ends.keys()));
    const result = new Uint16Array(this.ends.at(-1) ?? 0);
    let at = 0;
    for (const i of order) {
      const utterance = this.symbols.subarray(this.ends[i - 1] ?? 0, this.ends[i]);
      result.set(utterance, at);
      at += utterance.length;
    }
    return result;
  }
}

/** How many steps a pass over so many symbols makes; what is left over is not read in this pass. */
export function stepsIn(symbols: number, { steps, streams }: StreamShape): number {
  return Math.floor(symbols / (steps * streams));
}

/** Step `step` of a pass over `symbols`, which is cut into B streams of equal length. */
export function streamBatch(symbols: Uint16Array, shape: StreamShape, step: number): StreamBatch {
  const { steps: S, streams: B } = shape;
  const length = stepsIn(symbols.length, shape) * S;
  const inputs = new Int32Array(S * B);
  const labels = new Int32Array(S * B);
  for (let b = 0; b < B; b++) {
    for (let s = 0; s < S; s++) {
      const at = b * length + step * S + s;
      labels[s * B + b] = symbols[at]!;
      // Before the very first symbol there was an end.
      inputs[s * B + b] = at === 0 ? END : symbols[at - 1]!;
    }
  }
  return { inputs, labels };
}
