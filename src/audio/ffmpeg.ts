/**
 * Formats that we do not decode ourselves, through ffmpeg where it is installed.
 * @module
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { UserError } from '../base/errors';
import type { MonoStream } from './mono-stream';
import { SAMPLE_RATE } from './sampling';
import { decodeFrames } from './wav-samples';

/** So much of what ffmpeg complains about is kept. */
const MOST_COMPLAINT = 2_000;

/**
 * A recording that ffmpeg decodes.
 * @param format Its name, or `undefined` when nobody knows what it is.
 */
export function decodeWithFfmpeg(format: string | undefined): MonoStream {
  return {
    sampleRate: SAMPLE_RATE,
    length: undefined,
    decode: (file, warn) => runFfmpeg(file.path, format, warn),
  };
}

async function* runFfmpeg(
  path: string,
  format: string | undefined,
  warn: (warning: string) => void,
): AsyncGenerator<Float32Array> {
  const child = spawn('ffmpeg', argumentsFor(path), { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = endOf(child);
  let rest: Buffer = Buffer.alloc(0);
  let samples = 0;
  try {
    for await (const block of child.stdout as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
      const whole = bytes.length - (bytes.length % 2);
      rest = bytes.subarray(whole);
      samples += whole / 2;
      yield decodeFrames(bytes.subarray(0, whole), 'signed16', 1);
    }
  } finally {
    child.kill();
  }
  const { code, complaint, absent } = await end;
  if (absent) throw needed(path, format);
  if (code === 0) return;
  if (samples === 0) throw noAudio(path, format);
  warn(`ffmpeg could not read all of it (${complaint})`);
}

function argumentsFor(path: string): string[] {
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error'],
    // A playlist must not make it fetch anything from the net, nor a name be taken for a protocol.
    ...['-protocol_whitelist', 'file', '-i', `file:${path}`],
    ...['-map', '0:a:0', '-ac', '1', '-ar', String(SAMPLE_RATE), '-f', 's16le', '-'],
  ];
}

interface End {
  readonly code: number | null;
  /** The last line that it wrote. */
  readonly complaint: string;
  /** Whether there is no ffmpeg. */
  readonly absent: boolean;
}

async function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<End> {
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-MOST_COMPLAINT);
  });
  return new Promise((resolve) => {
    child.on('error', () => {
      resolve({ code: null, complaint, absent: true });
    });
    child.on('close', (code) => {
      resolve({ code, complaint: complaint.trim().split('\n').at(-1) ?? '', absent: false });
    });
  });
}

function needed(path: string, format: string | undefined): UserError {
  return format === undefined
    ? new UserError(
        `${path} is no audio that can be read`,
        'give a WAV, FLAC, Ogg Opus or MP3 file, or install ffmpeg for other formats',
      )
    : new UserError(
        `${path} is ${format}, which needs ffmpeg`,
        'install ffmpeg (Debian: `sudo apt-get install -y ffmpeg`), or convert the file to WAV or FLAC',
      );
}

function noAudio(path: string, format: string | undefined): UserError {
  return format === undefined
    ? new UserError(`${path} is no audio that can be read`, 'give an audio file')
    : new UserError(`${path} is broken, or has no sound in it (${format})`, 'copy it again');
}
