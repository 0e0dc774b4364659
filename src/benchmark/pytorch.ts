/**
 * PyTorch as the engine's peer: scripts/benchmark/pytorch.py in a process of its own, on the same weights and input,
 * one run whenever it is asked, so that its runs and ours can take turns. `SKALD_PYTHON` names another Python than
 * `python3`.
 * @module
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { UserError } from '../base/errors';
import { encodeWeights } from '../bundle/weights-file';
import { STEP_SECONDS } from '../features/definition';
import type { CellName } from '../recurrent/cell';
import type { Contestant } from './alternate';
import { ENGINE_STEPS, LABELS, engineInput, engineSpec, engineWeights } from './engine';

/** How PyTorch may calculate; see the script. */
export const PEER_VARIANTS = ['f32', 'autocast', 'bfloat16', 'compiled', 'unrolled'] as const;
/** One of them. */
export type PeerVariant = (typeof PEER_VARIANTS)[number];

/** What is asked for. */
export interface PeerTask {
  readonly kind: 'forward' | 'train';
  readonly batch: number;
  readonly variant: PeerVariant;
}

type Answer = Readonly<Record<string, unknown>>;

function writeFolder(folder: string, cell: CellName, options: PeerOptions): void {
  writeFileSync(
    path.join(folder, 'weights.safetensors'),
    encodeWeights(engineWeights(cell), 'F32'),
  );
  for (const batch of options.batches) {
    writeFileSync(path.join(folder, `input-${batch}.f32`), engineInput(batch));
  }
  const { inputSize, units, layers, classes } = engineSpec(cell);
  const sizes = { cell, inputSize, units, layers, classes, steps: ENGINE_STEPS, labels: LABELS };
  const { compileSeconds, threads = 0 } = options;
  const spec = { ...sizes, stepSeconds: STEP_SECONDS, compileSeconds, threads };
  writeFileSync(path.join(folder, 'spec.json'), JSON.stringify(spec));
}

/** What the peer is told once. */
export interface PeerOptions {
  /** Path of scripts/benchmark/pytorch.py. */
  readonly script: string;
  readonly batches: readonly number[];
  /** How long torch.compile may take for one network; 0 leaves it out. */
  readonly compileSeconds: number;
  /** As many as it likes if not given. */
  readonly threads?: number;
}

/** A running Python. */
export class PytorchPeer {
  private readonly answers: AsyncIterator<string>;
  /** The last line on its standard error: of a traceback, what went wrong. */
  private lastComplaint = '';

  private constructor(
    private readonly process: ChildProcessByStdio<Writable, Readable, Readable>,
    private readonly lines: Interface,
    private readonly folder: string,
    /** Of PyTorch. */
    public version = '',
  ) {
    this.answers = lines[Symbol.asyncIterator]();
  }

  /** @returns Nothing where Python or PyTorch is missing. */
  static async start(cell: CellName, options: PeerOptions): Promise<PytorchPeer | undefined> {
    const folder = mkdtempSync(path.join(tmpdir(), 'skald-bench-'));
    writeFolder(folder, cell, options);
    const python = process.env['SKALD_PYTHON'] ?? 'python3';
    const child = spawn(python, [options.script, folder], { stdio: 'pipe' });
    const missing = new Promise<undefined>((resolve) => {
      child.once('error', () => {
        resolve(undefined);
      });
    });
    child.stdin.on('error', () => undefined); // Told by the missing answer.
    const peer = new PytorchPeer(child, createInterface(child.stdout), folder);
    createInterface(child.stderr).on('line', (line) => {
      if (line.trim() !== '') peer.lastComplaint = line.trim();
    });
    const hello = await Promise.race([peer.answer(), missing]);
    if (hello === undefined) {
      await peer.close();
      return undefined;
    }
    peer.version = String(hello['version']);
    return peer;
  }

  /** The next line; nothing where the process has ended. */
  private async answer(): Promise<Answer | undefined> {
    const line = await this.answers.next();
    return line.done === true ? undefined : (JSON.parse(line.value) as Answer);
  }

  private async ask(task: PeerTask, action: string): Promise<Answer> {
    this.process.stdin.write(`${JSON.stringify({ ...task, action })}\n`);
    const answer = await this.answer();
    if (!answer) {
      throw new UserError(
        `PyTorch's process ended at ${action} of ${task.variant}: ${this.lastComplaint}`,
        'mend that in the Python that SKALD_PYTHON names, or let it name none',
      );
    }
    return answer;
  }

  /** Gets a network ready, and runs it once. @returns Why it is not available, or nothing. */
  async prepare(task: PeerTask): Promise<string | undefined> {
    const { unavailable } = await this.ask(task, 'prepare');
    return typeof unavailable === 'string' ? unavailable : undefined;
  }

  /** A prepared task. */
  contestant(task: PeerTask): Contestant {
    return { run: async () => Number((await this.ask(task, 'run'))['seconds']) };
  }

  /** The top layer's values of a prepared forward task, T·B·2H, time-major. */
  async values(task: PeerTask): Promise<Float32Array> {
    await this.ask(task, 'values');
    const bytes = readFileSync(path.join(this.folder, 'output.f32'));
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  }

  /** Ends the process. */
  async close(): Promise<void> {
    const { exitCode, pid, stdin } = this.process;
    stdin.end();
    this.lines.close();
    if (exitCode === null && pid !== undefined) await once(this.process, 'exit');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
