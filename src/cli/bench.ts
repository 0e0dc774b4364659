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
import type { Spread } from '../benchmark/spread';
import { parseCommand, usageError, wholeNumber, type Command } from './command';
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

async function measureEngine(runs: number, say: (line: string) => void): Promise<object> {
  say('PyTorch …');
  const peer = await measurePytorch(path.join(packageRoot(), 'scripts/benchmark/pytorch.py'), runs);
  const forward: Record<string, Entry> = {};
  for (const batch of FORWARD_BATCHES) {
    say(`forward, batch ${batch} …`);
    const reference = batch === 1 ? await measureReference(1, Math.min(3, runs)) : undefined;
    const ours = await measureForward(batch, runs);
    forward[`b${batch}`] = entryOf(ours, peer?.forward[`b${batch}`], reference);
  }
  const train: Record<string, Entry> = {};
  for (const batch of TRAIN_BATCHES) {
    say(`training, batch ${batch} …`);
    const ours = await measureTraining(batch, runs);
    train[`b${batch}`] = entryOf(ours, peer?.train[`b${batch}`], undefined);
  }
  const largestDifference = peer?.largestDifference ?? null;
  return { engine: { forward, train, largestDifference, peer: peer?.version ?? null } };
}

/** The command. */
export const bench: Command = {
  help: `
Usage: skald bench --engine [--runs N] [--json]

  --engine    three bidirectional GRU layers of 2 × 256 units over 10 s, in seconds of audio a second
  --runs N    measurements of each figure after one to warm up (10); the median is given
  --json      on one line

PyTorch stands beside it where \`python3\` (or the Python that SKALD_PYTHON names) has it.
`,
  async run(args, terminal) {
    const { values } = parseCommand('bench', args, {
      engine: { type: 'boolean' },
      runs: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!values.engine) throw usageError('bench', 'say what to measure: --engine');
    const runs = wholeNumber('bench', 'runs', values.runs, 1) ?? 10;
    const result = await measureEngine(runs, (line) => {
      terminal.progress(line);
    });
    terminal.write(`${JSON.stringify(result, undefined, values.json ? undefined : 2)}\n`);
    return 0;
  },
};
