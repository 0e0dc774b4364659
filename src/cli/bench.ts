/**
 * `skald bench`: the speed of the engine, beside PyTorch where Python has it.
 * @module
 */
import path from 'node:path';
import { measureForward, measureReference, measureTraining } from '../benchmark/engine';
import {
  FORWARD_BATCHES,
  TRAIN_BATCHES,
  measurePytorch,
  type PeerSpeed,
} from '../benchmark/pytorch';
import type { CellName } from '../recurrent/cell';
import type { Spread } from '../benchmark/spread';
import { oneOf, parseCommand, usageError, wholeNumber, type Command } from './command';
import { packageRoot } from './package-root';

/** One line of the result, in × real time; `ratio` is ours / PyTorch in 32 bits, medians. */
interface Entry {
  readonly ours: number;
  readonly oursSpread: Spread;
  /** Our eager reference; measured at batch 1 only. */
  readonly reference: number | null;
  readonly pytorch: number | null;
  readonly pytorchBf16: number | null;
  readonly ratio: number | null;
}

function entryOf(ours: Spread, peer: PeerSpeed | undefined, reference: Spread | undefined): Entry {
  const rounded = (x: number): number => Math.round(x * 100) / 100;
  return {
    ours: rounded(ours.median),
    oursSpread: ours,
    reference: reference ? rounded(reference.median) : null,
    pytorch: peer ? rounded(peer.f32.median) : null,
    pytorchBf16: peer ? rounded(peer.bf16.median) : null,
    ratio: peer ? rounded(ours.median / peer.f32.median) : null,
  };
}

/** The figures of one cell. */
interface CellFigures {
  readonly forward: Record<string, Entry>;
  readonly train: Record<string, Entry>;
  /** Between PyTorch's values and ours, at batch 1. */
  readonly largestDifference: number | null;
  readonly peer: string | null;
}

async function measureCell(
  cell: CellName,
  runs: number,
  say: (line: string) => void,
): Promise<CellFigures> {
  say(`${cell}: PyTorch …`);
  const script = path.join(packageRoot(), 'scripts/benchmark/pytorch.py');
  const peer = await measurePytorch(script, cell, runs);
  const forward: Record<string, Entry> = {};
  for (const batch of FORWARD_BATCHES) {
    say(`${cell}: forward, batch ${batch} …`);
    const reference = batch === 1 ? await measureReference(cell, 1, Math.min(3, runs)) : undefined;
    const ours = await measureForward(cell, batch, runs);
    forward[`b${batch}`] = entryOf(ours, peer?.forward[`b${batch}`], reference);
  }
  const train: Record<string, Entry> = {};
  for (const batch of TRAIN_BATCHES) {
    say(`${cell}: training, batch ${batch} …`);
    const ours = await measureTraining(cell, batch, runs);
    train[`b${batch}`] = entryOf(ours, peer?.train[`b${batch}`], undefined);
  }
  const { largestDifference = null, version = null } = peer ?? {};
  return { forward, train, largestDifference, peer: version };
}

const CELL_NAMES = ['gru', 'lstm', 'simple-rnn'] as const satisfies readonly CellName[];

/** GRU, the shipped model's cell, at the top; the others under their names. */
async function measureEngine(
  cells: readonly CellName[],
  runs: number,
  say: (line: string) => void,
): Promise<object> {
  let engine: Record<string, unknown> = {};
  for (const cell of cells) {
    const figures = await measureCell(cell, runs, say);
    engine = cell === 'gru' ? { ...engine, ...figures } : { ...engine, [cell]: figures };
  }
  return { engine };
}

/** The command. */
export const bench: Command = {
  help: `
Usage: skald bench --engine [--cell NAME] [--runs N] [--json]

  --engine    three bidirectional layers of 2 × 256 units over 10 s, in seconds of audio a second: GRU, LSTM, simple RNN
  --cell NAME only this one: gru, lstm or simple-rnn
  --runs N    measurements of each figure after one to warm up (10); the median is given
  --json      on one line

PyTorch stands beside it where \`python3\` (or the Python that SKALD_PYTHON names) has it.
`,
  async run(args, terminal) {
    const { values } = parseCommand('bench', args, {
      engine: { type: 'boolean' },
      cell: { type: 'string' },
      runs: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!values.engine) throw usageError('bench', 'say what to measure: --engine');
    const runs = wholeNumber('bench', 'runs', values.runs, 1) ?? 10;
    const cells =
      values.cell === undefined ? CELL_NAMES : [oneOf('bench', 'cell', values.cell, CELL_NAMES)];
    const result = await measureEngine(cells, runs, (line) => {
      terminal.progress(line);
    });
    terminal.write(`${JSON.stringify(result, undefined, values.json ? undefined : 2)}\n`);
    return 0;
  },
};
