/**
 * Keeps the recogniser process alive: starts it with the app, checks what it says, starts it again when it
 * dies. It holds no audio; whoever listens sends what is needed again after `onRestart`.
 * @module
 */
import {
  MessageChannelMain,
  type MessagePortMain,
  utilityProcess,
  type UtilityProcess,
} from 'electron';
import type { RecognizerState } from '../src/protocol/ipc';
import {
  isRecognizerMessage,
  type RecognizerCommand,
  type RecognizerMessage,
} from '../src/protocol/recognizer-messages';

/** A process that dies this often within the window of time will not get better by itself. */
const MAX_DEATHS = 4;
const DEATHS_WINDOW_MS = 60_000;
/** Wait before the next start, by the number of recent deaths. */
const RESTART_DELAYS_MS = [100, 500, 2_000];

/** Who hears from the recogniser. */
export interface RecognizerListener {
  onState(state: RecognizerState): void;
  onMessage(message: RecognizerMessage): void;
}

/** One recogniser process at a time, behind one MessagePort. */
export class RecognizerHost {
  private child: UtilityProcess | null = null;
  private port: MessagePortMain | null = null;
  private deaths: number[] = [];
  private timer: NodeJS.Timeout | null = null;
  private state: RecognizerState = { kind: 'starting' };
  private closed = false;

  /**
   * @param script The bundled `recognizer-process`.
   * @param bundle Folder of the model.
   */
  constructor(
    private readonly script: string,
    private readonly bundle: string,
    private readonly listener: RecognizerListener,
  ) {}

  /** True when commands are heard. */
  get ready(): boolean {
    return this.state.kind === 'ready';
  }

  /** Starts the process. */
  start(): void {
    this.fork('starting');
  }

  /** Starts anew after a failure, at a person's wish. */
  retry(): void {
    if (this.state.kind !== 'failed') return;
    this.deaths = [];
    this.fork('starting');
  }

  /** Sends a command; dropped when the process is not ready, since audio is kept by the sender. */
  send(command: RecognizerCommand): void {
    if (this.ready) this.port?.postMessage(command);
  }

  /** Ends the process for good. */
  close(): void {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.end();
  }

  private fork(kind: 'starting' | 'restarting'): void {
    this.end();
    this.become({ kind });
    const child = utilityProcess.fork(this.script, [], {
      serviceName: 'Skald recognizer',
      stdio: 'inherit',
      // TensorFlow's notes about the processor would otherwise fill the terminal.
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    });
    const { port1, port2 } = new MessageChannelMain();
    this.child = child;
    this.port = port2;
    port2.on('message', ({ data }: { data: unknown }) => {
      if (this.port === port2) this.hear(data);
    });
    port2.start();
    child.once('exit', () => {
      if (this.child === child) this.die();
    });
    child.postMessage({ bundle: this.bundle }, [port1]);
  }

  private hear(data: unknown): void {
    // A process that breaks the protocol is not to be trusted with the next dictation either.
    if (!isRecognizerMessage(data)) {
      this.child?.kill();
      return;
    }
    if (data.kind === 'ready') this.become({ kind: 'ready' });
    if (data.kind === 'failed') {
      this.end();
      this.become({ kind: 'failed', message: data.message, mend: data.mend });
      return;
    }
    this.listener.onMessage(data);
  }

  private die(): void {
    this.end();
    if (this.closed) return;
    const now = Date.now();
    this.deaths = [...this.deaths.filter((time) => now - time < DEATHS_WINDOW_MS), now];
    if (this.deaths.length >= MAX_DEATHS) {
      this.become({
        kind: 'failed',
        message: 'Speech recognition stopped several times in a row',
        mend: 'try again, or restart the app',
      });
      return;
    }
    this.become({ kind: 'restarting' });
    const delay = RESTART_DELAYS_MS[this.deaths.length - 1] ?? 0;
    this.timer = setTimeout(() => {
      this.fork('restarting');
    }, delay);
  }

  private end(): void {
    const child = this.child;
    this.child = null;
    this.port?.close();
    this.port = null;
    child?.kill();
  }

  private become(state: RecognizerState): void {
    this.state = state;
    this.listener.onState(state);
  }
}
