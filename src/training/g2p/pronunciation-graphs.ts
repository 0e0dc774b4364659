/**
 * The compiled graphs of the grapheme-to-phoneme network, for every shape of batch that training meets.
 * T letters, S phones, B words; other sizes as in pronouncer-spec.ts. A sequence is one block of its recurrent layer.
 * @module
 */
import { bridge } from '../../language/g2p/bridge';
import {
  CLASSES,
  LETTER_ROWS,
  encodedSize,
  lookingSize,
  type PronouncerSpec,
} from '../../language/g2p/pronouncer-spec';
import { additiveAttention } from '../../recurrent/additive-attention';
import type { BlockShape, Direction } from '../../recurrent/cell';
import { CompiledLayer } from '../../recurrent/compiled-layer';
import { dense } from '../../recurrent/dense';
import { embedding } from '../../recurrent/embedding';
import type { GraphLayer } from '../../recurrent/graph-layer';
import { GRU } from '../../recurrent/gru-cell';
import { RecurrentLayer } from '../../recurrent/recurrent-layer';
import type { ProductType } from '../../tensor/graph-builder';
import type { PronunciationBatch } from './pronunciation-batch';

/** The graphs of one shape, in the order in which a batch goes through them. */
export interface PronunciationLayers {
  /** [T, B] → [T, B, E]. */
  readonly letters: CompiledLayer;
  /** → [T, B, K]. */
  readonly encoder: RecurrentLayer;
  /** → [B, D]. */
  readonly bridge: CompiledLayer;
  /** [S, B] → [S, B, E]. */
  readonly phones: CompiledLayer;
  /** → [S, B, D]. */
  readonly first: RecurrentLayer;
  /** → [S, B, K]. */
  readonly attention: CompiledLayer;
  /** → [S, B, D]. */
  readonly second: RecurrentLayer;
  /** → [S, B, C]. */
  readonly output: CompiledLayer;
}

/** Sizes of a batch. */
export type BatchShape = Pick<PronunciationBatch, 'size' | 'letterSteps' | 'phoneSteps'>;

/** Compiles what a shape needs when it is met first; shapes share what they can. */
export class PronunciationGraphs {
  private readonly compiled = new Map<string, CompiledLayer>();
  private readonly walks = new Map<string, RecurrentLayer>();

  constructor(
    private readonly spec: PronouncerSpec,
    private readonly products: ProductType,
  ) {}

  /** How many graphs were compiled. */
  get size(): number {
    return this.compiled.size + this.walks.size;
  }

  /** The graphs of a shape; they stay ours. */
  async of({ size: B, letterSteps: T, phoneSteps: S }: BatchShape): Promise<PronunciationLayers> {
    const { embedding: E, encoderUnits, attentionUnits, decoderUnits: D } = this.spec;
    const K = encodedSize(this.spec);
    const looking = lookingSize(this.spec);
    const attention = additiveAttention({
      ...{ batch: B, queries: S, keys: T, units: attentionUnits },
      ...{ querySize: D, keySize: K, valueSize: K },
    });
    const ends = bridge({ letters: T, batch: B, encoderUnits, decoderUnits: D });
    const walk = (steps: number, inputSize: number, units: number): BlockShape => ({
      ...{ batch: B, steps, inputSize, units },
    });
    return {
      letters: await this.layer(`letters ${T} ${B}`, embedding([T, B], LETTER_ROWS, E)),
      encoder: await this.recurrent('encoder', walk(T, E, encoderUnits)),
      bridge: await this.layer(`bridge ${T} ${B}`, ends),
      phones: await this.layer(`phones ${S} ${B}`, embedding([S, B], CLASSES, E)),
      first: await this.recurrent('first', walk(S, E, D), ['forward']),
      attention: await this.layer(`attention ${T} ${S} ${B}`, attention),
      second: await this.recurrent('second', walk(S, looking, D), ['forward']),
      output: await this.layer(`output ${S} ${B}`, dense([S, B, looking], CLASSES)),
    };
  }

  private async layer(key: string, layer: GraphLayer): Promise<CompiledLayer> {
    const known = this.compiled.get(key);
    if (known) return known;
    const compiled = await CompiledLayer.compile(layer, true);
    this.compiled.set(key, compiled);
    return compiled;
  }

  private async recurrent(
    name: string,
    shape: BlockShape,
    directions?: readonly Direction[],
  ): Promise<RecurrentLayer> {
    const key = `${name} ${shape.steps} ${shape.batch}`;
    const known = this.walks.get(key);
    if (known) return known;
    const options = { training: true, products: this.products, ...(directions && { directions }) };
    const compiled = await RecurrentLayer.compile(GRU, shape, options);
    this.walks.set(key, compiled);
    return compiled;
  }

  /** Frees the native sessions. */
  close(): void {
    for (const layer of [...this.compiled.values(), ...this.walks.values()]) layer.close();
  }
}
