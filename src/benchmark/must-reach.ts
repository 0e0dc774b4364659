/**
 * What the engine must reach, each with a plain yes or no.
 * @module
 */
import type { ProductType } from '../tensor/graph-builder';
import { TOLERANCE, type CellFigures, type Entry } from './engine-figures';
import type { Spread } from './spread';

/** One demand. */
export interface MustReach {
  readonly what: string;
  /** What was measured; null where it was not. */
  readonly figure: number | null;
  readonly limit: number;
  /** Whether the limit is the least or the most. */
  readonly bound: 'at least' | 'at most';
  readonly reached: 'yes' | 'no' | 'not measured';
}

/** Everything that was measured. */
export interface EngineFigures {
  readonly cells: Readonly<Record<string, CellFigures>>;
  /** Element type of products that this processor is fastest in. */
  readonly products: ProductType;
  /** Seconds until a chunk's graphs have given their first result. */
  readonly preparation: Spread;
}

function demand(
  what: string,
  figure: number | null | undefined,
  bound: MustReach['bound'],
  limit: number,
): MustReach {
  if (figure === null || figure === undefined) {
    return { what, figure: null, limit, bound, reached: 'not measured' };
  }
  const fits = bound === 'at least' ? figure >= limit : figure <= limit;
  return { what, figure, limit, bound, reached: fits ? 'yes' : 'no' };
}

const RATIOS = [
  ['gru', 'forward', 'b16', 1.3],
  ['gru', 'forward', 'b32', 1.8],
  ['gru', 'train', 'b16', 1.4],
  ['gru', 'train', 'b32', 2],
  ['lstm', 'train', 'b16', 1],
  ['lstm', 'train', 'b32', 1],
] as const;

/** Ours in the products that are chosen here, over PyTorch in 32 bits. */
function chosenRatio(entry: Entry | undefined, products: ProductType): number | undefined {
  const theirs = entry?.pytorch ?? null;
  if (!entry || theirs === null) return undefined;
  const ours = products === 'bfloat16' ? entry.oursBf16 : entry.ours;
  return Math.round((100 * ours) / theirs) / 100;
}

/** All demands, in the order of the design's budgets. */
export function mustReach({ cells, products, preparation }: EngineFigures): MustReach[] {
  const list: MustReach[] = [];
  for (const [cell, kind, batch, limit] of RATIOS) {
    const entry = cells[cell]?.[kind][batch];
    const name = `${cell} ${kind} ${batch} over PyTorch f32`;
    list.push(demand(`${name}, ours in 32 bits`, entry?.ratio, 'at least', limit));
    const chosen = chosenRatio(entry, products);
    list.push(demand(`${name}, ours in the chosen products`, chosen, 'at least', limit));
  }
  for (const [cell, { forward, differences }] of Object.entries(cells)) {
    const one = forward['b1'];
    const eager = one?.reference ? Math.round((10 * one.ours) / one.reference) / 10 : undefined;
    list.push(demand(`${cell} forward b1 over our eager reference`, eager, 'at least', 15));
    const { f32, oursBf16 } = differences;
    list.push(
      demand(`${cell} difference from PyTorch f32`, f32, 'at most', TOLERANCE.float32),
      demand(`${cell} difference of bfloat16 from f32`, oursBf16, 'at most', TOLERANCE.bfloat16),
    );
  }
  const seconds = Math.round(1000 * preparation.median) / 1000;
  list.push(demand("preparing a stream's chunk, seconds", seconds, 'at most', 1));
  return list;
}
