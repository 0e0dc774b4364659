/**
 * Formats that ffmpeg decodes; a script stands in for it, so that the tests need none.
 * @module
 */
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeWithFfmpeg } from '../../../src/audio/ffmpeg';
import { FileBytes } from '../../../src/audio/file-bytes';
import { UserError } from '../../../src/base/errors';
import { scratchFolder } from '../../support/scratch-folder';

const scratch = scratchFolder();
const { PATH } = process.env;

afterEach(() => {
  process.env['PATH'] = PATH;
});

/** Puts a shell script on the path as `ffmpeg`, or nothing. */
function install(script: string | undefined): void {
  const folder = mkdtempSync(join(scratch.path, 'bin-'));
  process.env['PATH'] = folder;
  if (script === undefined) return;
  const file = scratch.write(
    join(folder.slice(scratch.path.length + 1), 'ffmpeg'),
    `#!/bin/sh\n${script}\n`,
  );
  chmodSync(file, 0o755);
}

async function decode(
  name: string,
  format: string | undefined,
): Promise<{ samples: number[]; warnings: string[] }> {
  const file = await FileBytes.open(scratch.write(name, 'content'));
  try {
    const warnings: string[] = [];
    const samples: number[] = [];
    const stream = decodeWithFfmpeg(format);
    expect(stream.sampleRate).toBe(16_000);
    for await (const block of stream.decode(file, (line) => warnings.push(line))) {
      samples.push(...block);
    }
    return { samples, warnings };
  } finally {
    await file.close();
  }
}

async function refusal(format: string | undefined): Promise<string> {
  const error: unknown = await decode('file.x', format).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).line;
}

describe('decodeWithFfmpeg', () => {
  it('takes the samples that ffmpeg writes', async () => {
    install("printf '\\000\\100\\000\\300'");
    expect(await decode('a.m4a', 'M4A')).toEqual({ samples: [0.5, -0.5], warnings: [] });
  });

  it('puts samples together that come in halves', async () => {
    install("printf '\\000'; /bin/sleep 0.2; printf '\\100\\000'; /bin/sleep 0.2; printf '\\300'");
    expect((await decode('a.m4a', 'M4A')).samples).toEqual([0.5, -0.5]);
  });

  it('names the file so that it is neither an option nor an address, and forbids the net', async () => {
    const log = join(scratch.path, 'arguments');
    install(`for a in "$@"; do echo "$a"; done > '${log}'; printf '\\000\\000'`);
    await decode('http:x.m4a', 'M4A');
    const args = readFileSync(log, 'utf8').split('\n');
    expect(args[args.indexOf('-i') + 1]).toBe(`file:${join(scratch.path, 'http:x.m4a')}`);
    expect(args[args.indexOf('-protocol_whitelist') + 1]).toBe('file');
  });

  it('says which format needs ffmpeg and how to get it when there is none', async () => {
    install(undefined);
    expect(await refusal('M4A or MP4')).toMatch(
      /file\.x is M4A or MP4, which needs ffmpeg: install/,
    );
  });

  it('says that an unknown file is no audio, with and without ffmpeg', async () => {
    install(undefined);
    expect(await refusal(undefined)).toMatch(/no audio that can be read: give a WAV/);
    install('exit 1');
    expect(await refusal(undefined)).toMatch(/no audio that can be read/);
  });

  it('refuses a broken file of a known format', async () => {
    install('echo "moov atom not found" >&2; exit 1');
    expect(await refusal('M4A or MP4')).toMatch(/is broken, or has no sound in it/);
  });

  it('warns when ffmpeg fails in the middle', async () => {
    install("printf '\\000\\100'; echo 'first' >&2; echo 'Invalid data' >&2; exit 1");
    const { samples, warnings } = await decode('a.m4a', 'M4A');
    expect(samples).toEqual([0.5]);
    expect(warnings).toEqual(['ffmpeg could not read all of it (Invalid data)']);
  });

  it('ends ffmpeg when nobody listens any more', async () => {
    install('while :; do printf "0123456789abcdef0123456789abcdef"; done');
    const file = await FileBytes.open(scratch.write('endless.m4a', 'x'));
    let blocks = 0;
    for await (const block of decodeWithFfmpeg('M4A').decode(file, () => undefined)) {
      expect(block.length).toBeGreaterThan(0);
      if (++blocks === 3) break;
    }
    await file.close();
    expect(blocks).toBe(3);
  });
});
