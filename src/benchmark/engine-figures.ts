/**
 * The figures of one cell: our engine beside PyTorch, their runs in turn, equal values checked first.
 * @module
 */
import type { CellName } from '../recurrent/cell';
import type { ProductType } from '../tensor/graph-builder';
import { alternate, type Contestant } from './alternate';
import { audioSeconds, forwardWork, referenceWork, trainingWork, type EngineWork } from './engine';
import type { PeerTask, PeerVariant, PytorchPeer } from './pytorch';
import type { Spread } from './spread';

/** Batch sizes that are measured. */
export const BATCHES = { forward: [1, 16, 32], train: [16, 32] } as const;
/** What a run does. */
export type Kind = keyof typeof BATCHES;

/** Ours: in 32 bits, with products in bfloat16, and the eager reference. */
type OwnVariant = 'ours' | 'oursBf16' | 'reference';
type Column = OwnVariant | PeerVariant;

/** Largest difference that counts as equal, of values within ± 1. In bfloat16 a number has 8 bits of mantissa. */
export const TOLERANCE: Readonly<Record<ProductType, number>> = { float32: 1e-4, bfloat16: 0.05 };

/** One row; all speeds in × real time, medians; null where nothing was measured. */
export interface Entry {
  readonly ours: number;
  readonly oursBf16: number;
  /** Our eager reference; measured at batch 1 only. */
  readonly reference: number | null;
  /** In 32 bits, as all of PyTorch's but these: */
  readonly pytorch: number | null;
  readonly pytorchAutocast: number | null;
  readonly pytorchBf16: number | null;
  /** By torch.compile as it comes, … */
  readonly pytorchCompiled: number | null;
  /** … and made to compile the steps, too. */
  readonly pytorchUnrolled: number | null;
  /** ours / pytorch: both in 32 bits. */
  readonly ratio: number | null;
  /** oursBf16 / the faster one of PyTorch's in bfloat16. */
  readonly ratioBf16: number | null;
  readonly spreads: Readonly<Partial<Record<Column, Spread>>>;
  /** Why a column of PyTorch's is missing. */
  readonly unavailable: Readonly<Partial<Record<PeerVariant, string>>>;
}

/** Largest differences of the top layer's values, at batch 1. */
export interface Differences {
  /** Ours against PyTorch, both in 32 bits. */
  readonly f32: number | null;
  /** Ours in bfloat16 against ours in 32 bits. */
  readonly oursBf16: number;
}

/** What was measured of one cell. */
export interface CellFigures {
  readonly forward: Readonly<Record<string, Entry>>;
  readonly train: Readonly<Record<string, Entry>>;
  readonly differences: Differences;
  /** Version of PyTorch. */
  readonly peer: string | null;
}

/** How it is measured. */
export interface MeasureOptions {
  readonly runs: number;
  readonly kinds: readonly Kind[];
  /** Of {@link BATCHES}, those that are measured. */
  readonly batches: readonly number[];
  /** PyTorch's columns. */
  readonly variants: readonly PeerVariant[];
  readonly say: (line: string) => void;
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Infinity))), 0);
}

async function differences(cell: CellName, peer: PytorchPeer | undefined): Promise<Differences> {
  const valuesIn = async (products: ProductType): Promise<Float32Array> => {
    const work = await forwardWork(cell, 1, { products });
    const values = work.values();
    work.close();
    return values;
  };
  const exact = await valuesIn('float32');
  const task = { kind: 'forward', batch: 1, variant: 'f32' } as const;
  const reason = await peer?.prepare(task);
  return {
    f32: peer && reason === undefined ? largestDifference(exact, await peer.values(task)) : null,
    oursBf16: largestDifference(exact, await valuesIn('bfloat16')),
  };
}

/** One row of what was timed. */
export function entryOf(
  spreads: Readonly<Partial<Record<Column, Spread>>>,
  unavailable: Entry['unavailable'],
): Entry {
  const median = (name: Column): number | null => {
    const spread = spreads[name];
    return spread ? Number(spread.median.toPrecision(5)) : null;
  };
  const over = (a: number | null, b: number | null): number | null =>
    a !== null && b !== null && b > 0 ? Math.round((100 * a) / b) / 100 : null;
  const bf16 = Math.max(median('autocast') ?? 0, median('bfloat16') ?? 0);
  return {
    ours: median('ours') ?? NaN,
    oursBf16: median('oursBf16') ?? NaN,
    reference: median('reference'),
    pytorch: median('f32'),
    pytorchAutocast: median('autocast'),
    pytorchBf16: median('bfloat16'),
    pytorchCompiled: median('compiled'),
    pytorchUnrolled: median('unrolled'),
    ratio: over(median('ours'), median('f32')),
    ratioBf16: over(median('oursBf16'), bf16),
    spreads,
    unavailable,
  };
}

async function measureEntry(
  cell: CellName,
  kind: Kind,
  batch: number,
  peer: PytorchPeer | undefined,
  { runs, variants: asked }: MeasureOptions,
): Promise<Entry> {
  const make = kind === 'forward' ? forwardWork : trainingWork;
  const own: Partial<Record<OwnVariant, EngineWork>> = {
    ours: await make(cell, batch),
    oursBf16: await make(cell, batch, { products: 'bfloat16' }),
  };
  if (kind === 'forward' && batch === 1) own.reference = await referenceWork(cell, batch);
  const contestants: Partial<Record<Column, Contestant>> = { ...own };
  const unavailable: Partial<Record<PeerVariant, string>> = {};
  // One utterance alone is not what PyTorch is tuned for: there only its plain form.
  const variants = asked.filter((variant) => batch > 1 || variant === 'f32');
  for (const variant of peer ? variants : []) {
    const task: PeerTask = { kind, batch, variant };
    const reason = await peer?.prepare(task);
    if (reason !== undefined) unavailable[variant] = reason;
    else if (peer) contestants[variant] = peer.contestant(task);
  }
  const spreads = await alternate<Column>(contestants, runs, audioSeconds(batch));
  for (const work of Object.values(own)) work.close();
  return entryOf(spreads, unavailable);
}

/** Measures one cell. */
export async function measureCell(
  cell: CellName,
  peer: PytorchPeer | undefined,
  options: MeasureOptions,
): Promise<CellFigures> {
  const { kinds, batches, say } = options;
  say(`${cell}: equal values …`);
  const entries: Record<Kind, Record<string, Entry>> = { forward: {}, train: {} };
  const found = await differences(cell, peer);
  for (const kind of kinds) {
    for (const batch of BATCHES[kind].filter((size) => batches.includes(size))) {
      say(`${cell}: ${kind}, batch ${batch} …`);
      entries[kind][`b${batch}`] = await measureEntry(cell, kind, batch, peer, options);
    }
  }
  return { ...entries, differences: found, peer: peer?.version ?? null };
}
