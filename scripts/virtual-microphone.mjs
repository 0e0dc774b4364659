/**
 * A virtual microphone for tests: a private PulseAudio with a speaker whose sound is a microphone.
 *
 * Needs no sound card, no D-Bus and no other rights than those of the user; leaves the PulseAudio of
 * the desktop alone. `paplay --device=vmic FILE` plays into it.
 *
 * usage: node scripts/virtual-microphone.mjs COMMAND [ARGUMENT …]
 * @module
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { SetupProblem } from './setup/problem.mjs';
import { run } from './setup/run.mjs';

const SPEAKER = 'vmic';
const SPEAKER_SETTINGS = `sink_name=${SPEAKER} rate=16000 channels=1 format=s16le sink_properties=device.description=VirtualMic`;
const START_LIMIT_MS = 10_000;

/**
 * Starts the sound server with its microphone.
 * Stopped when this process ends.
 * @returns {Promise<NodeJS.ProcessEnv>} The environment in which programs find the microphone.
 * @throws {SetupProblem} When PulseAudio is not installed or does not start.
 */
export async function startVirtualMicrophone() {
  const folder = mkdtempSync(join(tmpdir(), 'skald-microphone-'));
  const runtime = join(folder, 'pulse');
  mkdirSync(runtime, { mode: 0o700 });
  const socket = join(runtime, 'native');
  const own = { HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: runtime };
  const server = spawn(
    'pulseaudio',
    [
      ...['-n', '--daemonize=no', '--exit-idle-time=-1', '--system=false', '--log-level=error'],
      ...['-L', `module-native-protocol-unix auth-anonymous=1 socket=${socket}`],
      ...['-L', `module-null-sink ${SPEAKER_SETTINGS}`],
    ],
    { env: { ...process.env, ...own, PULSE_SERVER: undefined }, stdio: 'ignore' },
  );
  const env = { ...process.env, PULSE_SERVER: `unix:${socket}` };
  /** @type {import('node:child_process').ChildProcess[]} */
  const children = [server];
  const stop = () => {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  /** @type {Error | undefined} */
  let absent;
  server.on('error', (error) => (absent = error));
  const deadline = Date.now() + START_LIMIT_MS;
  while ((await run('pactl', ['info'], { env, limitSeconds: 5 })).code !== 0) {
    if (absent || server.exitCode !== null || Date.now() > deadline) {
      throw new SetupProblem(
        'PulseAudio does not start',
        'sudo apt-get install -y pulseaudio pulseaudio-utils',
      );
    }
    await sleep(100);
  }
  const source = `master=${SPEAKER}.monitor source_name=vmicsrc source_properties=device.description=VirtualMicrophone`;
  // Programs hide the monitors of speakers; a remapped one looks like any microphone.
  await run('pactl', ['load-module', 'module-remap-source', ...source.split(' ')], { env });
  await run('pactl', ['set-default-source', 'vmicsrc'], { env });
  await run('pactl', ['set-default-sink', SPEAKER], { env });
  // Somebody who listens all the time keeps the idle speaker at low latency.
  const listener = ['--latency-msec=20', '-d', `${SPEAKER}.monitor`, '--raw'];
  children.push(spawn('parec', listener, { env, stdio: 'ignore' }));
  return env;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [command, ...args] = process.argv.slice(2);
  if (command === undefined) {
    process.stderr.write('usage: node scripts/virtual-microphone.mjs COMMAND [ARGUMENT …]\n');
    process.exit(2);
  }
  const env = await startVirtualMicrophone();
  const child = spawn(command, args, { env, stdio: 'inherit' });
  child.on('close', (code) => process.exit(code ?? 1));
}
