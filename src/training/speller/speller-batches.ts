/**
 * What a speller learns from: batches of recordings as they were heard, and of texts as they would be.
 * @module
 */
import { UserError } from '../../base/errors';
import { Random } from '../../base/random';
import { stepsNeeded, type Example } from '../batch';
import type { HeardBank, HeardRecording, Said } from './heard-bank';
import type { SaidText } from './said-text';
import type { Splicer } from './splice';

/** So many batches of texts are drawn at once, and dealt by length. */
const POOL_BATCHES = 16;
/** So often a batch is gone through to fill it, before the recordings are too few for it. */
const MOST_TRIES = 20;

/** Where batches come from. */
export interface SpellerMaterial {
  readonly bank: HeardBank;
  readonly splicer: Splicer;
  readonly text: SaidText;
}

/** How they are drawn. */
export interface BatchDrawing {
  readonly batchSize: number;
  /** Share of the batches that are recordings; the others are texts. */
  readonly recordedShare: number;
  readonly seed: number;
}

/** Draws batches: what it gives for a step depends on nothing but material, drawing and step. */
export class SpellerBatches {
  private readonly recordings: readonly HeardRecording[];
  private pool: { readonly index: number; readonly batches: readonly Said[][] } | undefined;

  constructor(
    private readonly material: SpellerMaterial,
    private readonly drawing: BatchDrawing,
  ) {
    const { recordings } = material.bank;
    this.recordings = [...recordings].sort((a, b) => a.end - a.start - (b.end - b.start));
  }

  /** The examples of a step. */
  at(step: number): Example[] {
    const random = new Random(this.drawing.seed + 1 + step);
    return random.next() < this.drawing.recordedShare
      ? this.recorded(random)
      : this.spliced(step, random);
  }

  /** Recordings of like length. */
  private recorded(random: Random): Example[] {
    const { bank } = this.material;
    const { batchSize } = this.drawing;
    const first = random.integer(Math.max(1, this.recordings.length - batchSize + 1));
    return this.recordings.slice(first, first + batchSize).map(({ labels, start, end }) => ({
      ...{ steps: bank.steps([[start, end]], true), stepCount: end - start, labels },
      ...(labels.length === 0 && { silent: true }),
    }));
  }

  /** Texts of like length; those that cannot be written into their steps are left out, and others put in their place. */
  private spliced(step: number, random: Random): Example[] {
    const { bank, splicer } = this.material;
    const examples: Example[] = [];
    const texts = this.textsOf(step);
    for (let i = 0; examples.length < texts.length; i++) {
      if (i > MOST_TRIES * texts.length) {
        throw new UserError('the recordings lack phones of the text', 'give more recordings');
      }
      const { labels, units } = texts[i % texts.length]!;
      const ranges = splicer.ranges(units, random);
      if (!ranges) continue;
      const stepCount = ranges.reduce((sum, [from, behind]) => sum + behind - from, 0);
      if (stepsNeeded(labels) > stepCount) continue;
      examples.push({ steps: bank.steps(ranges, false), stepCount, labels });
    }
    return examples;
  }

  private textsOf(step: number): readonly Said[] {
    const { batchSize, seed } = this.drawing;
    const index = Math.floor(step / POOL_BATCHES);
    if (this.pool?.index !== index) {
      const random = new Random(seed ^ Math.imul(index + 1, 0x9e3779b1));
      const all = Array.from({ length: POOL_BATCHES * batchSize }, () =>
        this.material.text.draw(random),
      ).sort((a, b) => a.units.length - b.units.length);
      const batches = Array.from({ length: POOL_BATCHES }, (_, i) =>
        all.slice(i * batchSize, (i + 1) * batchSize),
      );
      this.pool = { index, batches: random.shuffle(batches) };
    }
    return this.pool.batches[step % POOL_BATCHES]!;
  }
}
