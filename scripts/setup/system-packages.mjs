/**
 * Step 2: what the operating system has to bring. Installed on Debian when run as root; everywhere else
 * the one line that does it is printed.
 * @module
 */
import { readFileSync } from 'node:fs';
import { say, step } from './progress.mjs';
import { run } from './run.mjs';
import { readStamp, writeStamp } from './stamps.mjs';

/**
 * Each need with the Debian packages that meet it, older name first: newer releases renamed the
 * libraries when time stamps became 64 bits wide.
 * @type {{ need: string, purpose: 'start' | 'test', names: string[] }[]}
 */
const NEEDS = [
  { need: 'GTK, for the window', purpose: 'start', names: ['libgtk-3-0', 'libgtk-3-0t64'] },
  { need: 'NSS, for Chromium', purpose: 'start', names: ['libnss3'] },
  { need: 'graphics buffers, for Chromium', purpose: 'start', names: ['libgbm1'] },
  { need: 'sound', purpose: 'start', names: ['libasound2', 'libasound2t64'] },
  { need: 'sound through PulseAudio', purpose: 'start', names: ['libpulse0'] },
  { need: 'compiler of the addon', purpose: 'start', names: ['g++'] },
  { need: 'build tool of the addon', purpose: 'start', names: ['make'] },
  { need: 'Python, for node-gyp', purpose: 'start', names: ['python3'] },
  { need: 'a display for tests', purpose: 'test', names: ['xvfb'] },
  { need: 'access to that display', purpose: 'test', names: ['xauth'] },
  { need: 'a virtual microphone', purpose: 'test', names: ['pulseaudio'] },
  { need: 'playing into it', purpose: 'test', names: ['pulseaudio-utils'] },
  { need: 'synthetic voices', purpose: 'test', names: ['espeak-ng'] },
  { need: 'reading what was typed into other windows', purpose: 'test', names: ['xdotool'] },
];

/** @returns {boolean} */
function isDebian() {
  if (process.platform !== 'linux') return false;
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * The needs that no installed package meets.
 * @param {'start' | 'test'} purpose Tests need all that starting needs, and more.
 * @returns {Promise<{ need: string, names: string[] }[]>} Empty where packages cannot be looked up.
 */
export async function missingNeeds(purpose) {
  if (!isDebian()) return [];
  const needs = NEEDS.filter((need) => purpose === 'test' || need.purpose === 'start');
  const names = needs.flatMap((need) => need.names);
  const answer = await run('dpkg-query', [
    '-W',
    '-f',
    '${db:Status-Status} ${Package}\n',
    ...names,
  ]);
  const installed = new Set(
    answer.stdout
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
  return needs.filter((need) => !need.names.some((name) => installed.has(name)));
}

/**
 * The package of a need that this release of Debian has.
 * @param {string[]} names
 * @returns {Promise<string>}
 */
async function availableName(names) {
  for (const name of names.slice(0, -1)) {
    const answer = await run('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))/.test(answer.stdout)) return name;
  }
  return names.at(-1) ?? '';
}

/**
 * The one line that installs what is missing.
 * @param {{ names: string[] }[]} missing
 * @returns {Promise<string>}
 */
export async function installLine(missing) {
  const names = await Promise.all(missing.map((need) => availableName(need.names)));
  return `apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/** @param {'start' | 'test'} purpose */
export async function ensureSystemPackages(purpose) {
  const key = `${purpose} ${NEEDS.length}`;
  if (readStamp(`system for ${purpose}`, key)) return;
  let missing = await missingNeeds(purpose);
  if (missing.length > 0 && process.getuid?.() === 0) {
    await step('Installing system packages', 'about a minute', () => install(missing));
    missing = await missingNeeds(purpose);
  }
  if (missing.length === 0) {
    writeStamp(`system for ${purpose}`, { key });
    return;
  }
  say(`The system lacks ${missing.map((need) => need.need).join('; ')}. This line mends it:`);
  say(`  sudo ${await installLine(missing)}`);
}

/** @param {{ names: string[] }[]} missing */
async function install(missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A fresh container has no package lists, and an old machine has stale ones.
  await run('apt-get', ['update', '-q'], { env });
  const args = (await installLine(missing)).split(' ').slice(1);
  const result = await run('apt-get', args, { env });
  if (result.code !== 0) say(result.stderr.trim().split('\n').at(-1) ?? 'apt-get failed');
}
