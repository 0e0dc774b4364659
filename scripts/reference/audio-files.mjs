/**
 * Makes `tests/fixtures/audio` — one second of speech in many formats — and `tests/reference/audio-files.json`:
 * what SoX and ffmpeg, with their own decoders and resampler, hear in them.
 *
 * Made with SoX 14.4.2 and ffmpeg 5.1.9 (libopus 1.3.1, libmp3lame 3.100). Needs both.
 *
 * usage: node scripts/reference/audio-files.mjs
 * @module
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TESTS = join(import.meta.dirname, '..', '..', 'tests');
const SPEECH = join(TESTS, 'fixtures', 'speech', '1993-147964-0003.flac');
const FIXTURES = join(TESTS, 'fixtures', 'audio');
/** The part of each recording whose samples are kept, at 16 kHz. */
const FROM = 2_000;
const COUNT = 1_500;

/** @param {string[]} args */
const sox = (...args) => execFileSync('sox', ['-R', ...args], { maxBuffer: 2 ** 26 });
/** @param {string[]} args */
const ffmpeg = (...args) =>
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { maxBuffer: 2 ** 26 });

mkdirSync(FIXTURES, { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'audio-files-'));
const clip = join(work, 'clip.wav');
const stereo = join(work, 'stereo.wav');
const quarter = join(work, 'quarter.wav');
/** @param {string} name */
const fixture = (name) => join(FIXTURES, name);
sox('-D', SPEECH, clip, 'trim', '1.0', '1.0');
// Two channels that differ, so that a decoder that drops one is noticed.
sox('-D', SPEECH, stereo, 'trim', '1.0', '1.0', 'remix', '1v0.9', '1v0.3', 'rate', '48k');
// Nothing where resamplers differ: on the slope of their filters.
sox('-D', SPEECH, quarter, 'trim', '1.0', '0.5', 'sinc', '-3400', 'rate', '8k');

sox('-D', clip, fixture('mono-16k.flac'));
sox('-D', stereo, '-b', '24', fixture('stereo-44k.flac'), 'trim', '0', '0.3', 'rate', '44100');
ffmpeg('-i', clip, '-c:a', 'libopus', '-b:a', '20k', fixture('mono-16k.opus'));
ffmpeg('-i', stereo, '-c:a', 'libopus', '-b:a', '64k', fixture('stereo-48k.opus'));
ffmpeg('-i', clip, '-c:a', 'libmp3lame', '-b:a', '32k', fixture('mono-16k.mp3'));
ffmpeg(
  '-i',
  stereo,
  '-ar',
  '44100',
  '-c:a',
  'libmp3lame',
  '-b:a',
  '64k',
  fixture('stereo-44k.mp3'),
);
ffmpeg('-i', quarter, '-c:a', 'libvorbis', '-q:a', '0', fixture('mono-8k.ogg'));
for (const [name = '', ...settings] of [
  ['unsigned-8-bit.wav', '-e', 'unsigned', '-b', '8'],
  ['signed-24-bit.wav', '-e', 'signed', '-b', '24'],
  ['signed-32-bit.wav', '-e', 'signed', '-b', '32'],
  ['float-32-bit.wav', '-e', 'float', '-b', '32'],
  ['float-64-bit.wav', '-e', 'float', '-b', '64'],
  ['a-law.wav', '-e', 'a-law'],
  ['mu-law.wav', '-e', 'mu-law'],
]) {
  sox('-D', quarter, ...settings, fixture(name));
}
ffmpeg('-i', quarter, '-rf64', 'always', fixture('rf64.wav'));

/**
 * 16 kHz mono samples as SoX hears them; what it cannot read goes through ffmpeg first.
 * @param {string} name
 */
function heard(name) {
  const plain = join(work, 'plain.wav');
  const bySox = /\.(wav|flac)$/.test(name) && name !== 'rf64.wav';
  if (!bySox) ffmpeg('-i', fixture(name), '-c:a', 'pcm_f32le', plain);
  const to = ['-t', 's16', '-c', '1', '-'];
  const bytes = sox('-D', bySox ? fixture(name) : plain, ...to, 'remix', '-', 'rate', '-v', '16k');
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const part = samples.slice(FROM, FROM + COUNT);
  return { name, length: samples.length, part: Buffer.from(part.buffer).toString('base64') };
}

const decoded = [
  ...['mono-16k.flac', 'stereo-44k.flac', 'mono-16k.opus', 'stereo-48k.opus'],
  ...['mono-16k.mp3', 'stereo-44k.mp3'],
  ...['unsigned-8-bit.wav', 'signed-24-bit.wav', 'signed-32-bit.wav', 'float-32-bit.wav'],
  ...['float-64-bit.wav', 'a-law.wav', 'mu-law.wav', 'rf64.wav'],
];
const madeBy = [
  execFileSync('sox', ['--version'], { encoding: 'utf8' }).trim(),
  execFileSync('ffmpeg', ['-version'], { encoding: 'utf8' }).split(' Copyright')[0],
].join(', ');
const reference = { madeBy, from: FROM, files: decoded.map(heard) };
writeFileSync(
  join(TESTS, 'reference', 'audio-files.json'),
  `${JSON.stringify(reference, null, 2)}\n`,
);
rmSync(work, { recursive: true, force: true });
