/**
 * A virtual microphone that tests can speak into, mute and take away, without a sound card: a private PulseAudio
 * whose null sink is played into and whose remapped monitor is recorded from.
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Name under which programs list the microphone. */
export const MICROPHONE_NAME = 'VirtualMicrophone';

const SPEAKER = 'vmic';
const SOURCE = 'vmicsrc';
const START_LIMIT_MS = 15_000;
/** No recording of a test is longer. */
const PLAY_LIMIT_MS = 300_000;
/** No other call to the server takes longer; one that meets a server which is just starting can hang. */
const CALL_LIMIT_MS = 5_000;
const INSTALL = 'install it with `sudo apt-get install -y pulseaudio pulseaudio-utils`';

/** A private sound server with one microphone. */
export interface VirtualMicrophone {
  /** For programs that should hear it; this process does until {@link VirtualMicrophone.stop}. */
  readonly env: NodeJS.ProcessEnv;
  /** Plays an audio file into the microphone, to its end. */
  play(path: string): Promise<void>;
  /** Starts to play; the call that it returns ends the playing. */
  startPlaying(path: string): () => void;
  /** Mutes or unmutes it: it stays open and gives digital silence. */
  mute(muted: boolean): Promise<void>;
  /** Holds its frames back, as a device does that hangs, or lets them come again. */
  stall(stalled: boolean): Promise<void>;
  /** Ends the server: the microphone is gone. */
  stop(): Promise<void>;
}

/** Starts the server and points this process at it. Fails when PulseAudio is not installed. */
export async function openVirtualMicrophone(): Promise<VirtualMicrophone> {
  const before = process.env['PULSE_SERVER'];
  const folder = mkdtempSync(join(tmpdir(), 'skald-microphone-'));
  const runtime = join(folder, 'pulse');
  mkdirSync(runtime, { mode: 0o700 });
  const socket = join(runtime, 'native');
  const env: NodeJS.ProcessEnv = { ...process.env, PULSE_SERVER: `unix:${socket}` };
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.splice(0).reverse()) await ended(child);
    rmSync(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env['PULSE_SERVER'];
    else process.env['PULSE_SERVER'] = before;
  };
  const own = { HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: runtime };
  const server = spawn('pulseaudio', serverArguments(socket), {
    env: { ...process.env, ...own, PULSE_SERVER: undefined },
    stdio: 'ignore',
  });
  server.on('error', () => undefined);
  children.push(server);
  try {
    await answering(env, server);
    // Programs hide the monitors of speakers; a remapped one looks like any microphone.
    const remap = `master=${SPEAKER}.monitor source_name=${SOURCE} source_properties=device.description=${MICROPHONE_NAME}`;
    await run(env, 'pactl', ['load-module', 'module-remap-source', ...remap.split(' ')]);
    await run(env, 'pactl', ['set-default-source', SOURCE]);
    await run(env, 'pactl', ['set-default-sink', SPEAKER]);
  } catch (error) {
    await stop();
    throw error;
  }
  // Somebody who listens all the time keeps the idle speaker at low latency.
  const listener = ['--latency-msec=20', '-d', `${SPEAKER}.monitor`, '--raw'];
  children.push(spawn('parec', listener, { env, stdio: 'ignore' }));
  process.env['PULSE_SERVER'] = env['PULSE_SERVER'];
  return {
    env,
    play: (path) => run(env, 'paplay', [`--device=${SPEAKER}`, path], PLAY_LIMIT_MS),
    startPlaying(path) {
      const child = spawn('paplay', [`--device=${SPEAKER}`, path], { env, stdio: 'ignore' });
      children.push(child);
      return () => {
        child.kill();
      };
    },
    mute: (muted) => run(env, 'pactl', ['set-source-mute', SOURCE, muted ? '1' : '0']),
    stall: (stalled) => run(env, 'pactl', ['suspend-source', SOURCE, stalled ? '1' : '0']),
    stop,
  };
}

function serverArguments(socket: string): string[] {
  const speaker = `sink_name=${SPEAKER} rate=16000 channels=1 format=s16le sink_properties=device.description=VirtualMic`;
  return [
    ...['-n', '--daemonize=no', '--exit-idle-time=-1', '--system=false', '--log-level=error'],
    ...['-L', `module-native-protocol-unix auth-anonymous=1 socket=${socket}`],
    ...['-L', `module-null-sink ${speaker}`],
  ];
}

/** Waits until the server answers. */
async function answering(env: NodeJS.ProcessEnv, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    try {
      await run(env, 'pactl', ['info']);
      return;
    } catch (error) {
      if (server.exitCode !== null || server.pid === undefined || Date.now() > deadline) {
        throw new RangeError(`Cannot start PulseAudio: ${INSTALL}`, { cause: error });
      }
      await sleep(100);
    }
  }
}

/** Runs a program to its end. */
async function run(
  env: NodeJS.ProcessEnv,
  program: string,
  args: readonly string[],
  timeout = CALL_LIMIT_MS,
): Promise<void> {
  const limits = { timeout, killSignal: 'SIGKILL' } as const;
  const child = spawn(program, args, { env, stdio: 'ignore', ...limits });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new RangeError(`Cannot run ${program} ${args.join(' ')}: exit code ${code}`);
  }
}

/** Ends a program and waits until it is over. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  // There is nothing to save, and a program that loses its server just now may not hear anything gentler.
  child.kill('SIGKILL');
  await exit;
}
