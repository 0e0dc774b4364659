/**
 * `skald bench`: the speed of the engine, beside PyTorch where Python has it.
 * @module
 */
import path from 'node:path';
import { ctcTable, measureCtc } from '../benchmark/ctc-kernel';
import { BATCHES, measureCell, type CellFigures, type Kind } from '../benchmark/engine-figures';
import { engineTable } from '../benchmark/engine-table';
import { mustReach, type EngineFigures } from '../benchmark/must-reach';
import { measurePreparation } from '../benchmark/preparation';
import { PEER_VARIANTS, PytorchPeer, type PeerVariant } from '../benchmark/pytorch';
import { measureTrainingStep, trainingStepTable } from '../benchmark/training-step';
import { measureVariants, variantsTable } from '../benchmark/variants';
import type { CellName } from '../recurrent/cell';
import { fastestProducts } from '../tensor/fastest-products';
import { oneOf, parseCommand, usageError, wholeNumber, type Command } from './command';
import { packageRoot } from './package-root';

const CELL_NAMES = ['gru', 'lstm', 'simple-rnn'] as const satisfies readonly CellName[];
const KINDS = ['forward', 'train'] as const satisfies readonly Kind[];
const THINGS = ['engine', 'variants', 'ctc', 'training'] as const;
type Thing = (typeof THINGS)[number];
const DEFAULT_RUNS = 10;
/** What torch.compile may take a network, in seconds: it unrolls 333 steps. */
const DEFAULT_COMPILE_SECONDS = 60;

interface EngineOptions {
  readonly cells: readonly CellName[];
  readonly kinds: readonly Kind[];
  readonly batches: readonly number[];
  readonly variants: readonly PeerVariant[];
  readonly runs: number;
  readonly compileSeconds: number;
  readonly threads: number | undefined;
  readonly say: (line: string) => void;
}

async function measureEngine(options: EngineOptions): Promise<EngineFigures> {
  const products = await fastestProducts();
  options.say('preparation …');
  const preparation = await measurePreparation('gru', options.runs);
  const cells: Record<string, CellFigures> = {};
  for (const cell of options.cells) {
    const peer = await PytorchPeer.start(cell, {
      script: path.join(packageRoot(), 'scripts/benchmark/pytorch.py'),
      batches: BATCHES.forward,
      compileSeconds: options.compileSeconds,
      ...(options.threads !== undefined && { threads: options.threads }),
    });
    try {
      cells[cell] = await measureCell(cell, peer, options);
    } finally {
      await peer?.close();
    }
  }
  return { cells, products, preparation };
}

/** The one thing that is to be measured. */
function askedOf(values: Partial<Record<Thing, boolean>>): Thing {
  const [thing, ...others] = THINGS.filter((name) => values[name] === true);
  if (thing === undefined || others.length > 0) {
    throw usageError('bench', 'say what to measure: --engine, --variants, --ctc or --training');
  }
  return thing;
}

/** TensorFlow reads its threads when it loads: the operations get them, and each product stays on one. */
function useThreads(threads: number | undefined): void {
  if (threads === undefined) return;
  process.env['TF_NUM_INTEROP_THREADS'] = String(threads);
  process.env['TF_NUM_INTRAOP_THREADS'] = '1';
}

/** GRU, the shipped model's cell, at the top; the others under their names. */
function engineReport(figures: EngineFigures): object {
  const { gru, ...others } = figures.cells;
  const { products, preparation } = figures;
  return {
    engine: {
      ...gru,
      ...others,
      products,
      preparationSeconds: preparation,
      mustReach: mustReach(figures),
    },
  };
}

/** The command. */
export const bench: Command = {
  help: `
Usage: skald bench --engine [--cell NAME] [--kind KIND] [--batch B] [--peer COLUMN] [--runs N] [--json]
       skald bench --variants [--kind KIND] [--batch B] [--runs N] [--json]
       skald bench --ctc [--runs N] [--json]
       skald bench --training [--runs N] [--json]

  --engine    three bidirectional layers of 2 × 256 units over 10 s, in seconds of audio a second: GRU, LSTM, simple RNN;
              in 32 bits and with products in bfloat16; forward at batch 1, 16 and 32, training steps at 16 and 32
  --variants  one GRU layer in several forms: block lengths, a loop, directions beside or behind each other, …; forward, or
              with --kind train to the gradients
  --ctc       loss and gradient of CTC, beside TensorFlow's kernel
  --training  a training step of the acoustic network, in seconds of audio a second: whole utterances and in chunks
  --cell NAME only this one: gru, lstm or simple-rnn
  --kind KIND only forward or train
  --batch B   only this batch size: 1, 16 or 32
  --peer COLUMN  only this column of PyTorch's: f32, autocast, bfloat16, compiled or unrolled
  --runs N    measurements of each figure after one to warm up (${DEFAULT_RUNS}), taking turns; the median is given
  --threads N for both sides; both cores if not given. On a machine that others use too, 1 is fair: PyTorch's threads wait
              for each other at every step, so that it loses most where one of them has no core
  --compile-seconds N  how long torch.compile may take for one network (${DEFAULT_COMPILE_SECONDS}); 0: leave it out
  --json      all figures on one line instead of tables

PyTorch stands beside it where \`python3\` (or the Python that SKALD_PYTHON names) has it: in 32 bits, with autocast, with
weights in bfloat16, with torch.compile as it comes (it leaves recurrent layers to PyTorch's own kernels) and made to unroll
them (which takes it hours at this size). Equal outputs are checked first.
`,
  async run(args, terminal) {
    const { values } = parseCommand('bench', args, {
      engine: { type: 'boolean' },
      variants: { type: 'boolean' },
      ctc: { type: 'boolean' },
      training: { type: 'boolean' },
      cell: { type: 'string' },
      kind: { type: 'string' },
      batch: { type: 'string' },
      peer: { type: 'string' },
      runs: { type: 'string' },
      'compile-seconds': { type: 'string' },
      threads: { type: 'string' },
      json: { type: 'boolean' },
    });
    const thing = askedOf(values);
    const chosen = <T extends string>(
      name: 'cell' | 'kind' | 'batch' | 'peer',
      choices: readonly T[],
    ): readonly T[] =>
      values[name] === undefined ? choices : [oneOf('bench', name, values[name], choices)];
    const threads = wholeNumber('bench', 'threads', values.threads, 1);
    useThreads(threads);
    const number = (name: 'runs' | 'compile-seconds', least: number, otherwise: number): number =>
      wholeNumber('bench', name, values[name], least) ?? otherwise;
    const cells = chosen('cell', CELL_NAMES);
    const batches = chosen('batch', ['1', '16', '32']).map(Number);
    const write = (result: object, table: string): 0 => {
      terminal.write(`${values.json ? JSON.stringify(result) : table}\n`);
      return 0;
    };
    if (thing === 'ctc') {
      const ctc = await measureCtc(number('runs', 1, DEFAULT_RUNS));
      return write({ ctc }, ctcTable(ctc));
    }
    if (thing === 'training') {
      const training = await measureTrainingStep(number('runs', 1, DEFAULT_RUNS));
      return write({ training }, trainingStepTable(training));
    }
    if (thing === 'variants') {
      const batch = values.batch === undefined ? 16 : Number(values.batch);
      const kind =
        values.kind === undefined ? 'forward' : oneOf('bench', 'kind', values.kind, KINDS);
      const variants = await measureVariants(kind, batch, number('runs', 1, DEFAULT_RUNS));
      return write({ variants }, variantsTable(variants));
    }
    const figures = await measureEngine({
      cells,
      kinds: chosen('kind', KINDS),
      threads,
      batches,
      variants: chosen('peer', PEER_VARIANTS),
      runs: number('runs', 1, DEFAULT_RUNS),
      compileSeconds: number('compile-seconds', 0, DEFAULT_COMPILE_SECONDS),
      say(line) {
        terminal.progress(line);
      },
    });
    return write(engineReport(figures), engineTable(figures, mustReach(figures)));
  },
};
