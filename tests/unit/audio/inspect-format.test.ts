/**
 * Formats are told by content, whatever the name.
 * @module
 */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FileBytes } from '../../../src/audio/file-bytes';
import { inspectFormat } from '../../../src/audio/inspect-format';
import { messageOf } from '../../../src/base/errors';
import { scratchFolder } from '../../support/scratch-folder';

const scratch = scratchFolder();
const { PATH } = process.env;
const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/audio', name);

afterEach(() => {
  process.env['PATH'] = PATH;
});

/** An ID3v2 tag of so many bytes behind its head. */
function id3(length: number): Buffer {
  const tag = Buffer.alloc(10 + length, 0xff);
  tag.write('ID3\x04\0\0', 0, 'latin1');
  tag.set([length >> 21, (length >> 14) & 127, (length >> 7) & 127, length & 127], 6);
  return tag;
}

/** Decodes a file to its end; the number of samples, or the line that it ends in. */
async function outcome(path: string): Promise<number | string> {
  const file = await FileBytes.open(path);
  try {
    let samples = 0;
    const stream = await inspectFormat(file);
    for await (const block of stream.decode(file, () => undefined)) samples += block.length;
    return samples;
  } catch (error) {
    return messageOf(error);
  } finally {
    await file.close();
  }
}

describe('inspectFormat', () => {
  it.each([
    ['mono-16k.flac', 16_000],
    ['mono-16k.opus', 16_000],
    ['mono-16k.mp3', 16_000],
    ['signed-24-bit.wav', 4_000],
    ['rf64.wav', 4_000],
  ])('knows %s under a wrong name', async (name, samples) => {
    const path = join(scratch.path, 'recording.txt');
    copyFileSync(fixture(name), path);
    expect(await outcome(path)).toBe(samples);
  });

  it('looks behind ID3 tags, also long and several ones', async () => {
    const tags = Buffer.concat([id3(300), id3(40_000)]);
    for (const name of ['mono-16k.flac', 'mono-16k.mp3']) {
      const path = scratch.write('tagged', Buffer.concat([tags, readFileSync(fixture(name))]));
      expect(await outcome(path)).toBe(16_000);
    }
  });

  it('refuses a file of nothing but a tag, also one that claims to be longer than the file', async () => {
    const line = /holds nothing but tags/;
    expect(await outcome(scratch.write('tag', id3(500)))).toMatch(line);
    expect(await outcome(scratch.write('claim', id3(500).subarray(0, 40)))).toMatch(line);
  });

  it.each([
    ['\0\0\0\x20ftypM4A ', 'M4A or MP4'],
    ['\x1aE\xdf\xa3', 'WebM or Matroska'],
    ['FORM\0\0\0\0AIFF', 'AIFF'],
    ['.snd', 'AU'],
    ['#!AMR', 'AMR'],
    ['RIFX\0\0\0\0WAVE', 'big-endian WAV'],
    ['\xff\xf1\x50\x80', 'AAC'],
    ['OggS\0something else', 'Ogg with an unknown codec'],
  ])('leaves %j to ffmpeg, and names it', async (mark, format) => {
    process.env['PATH'] = scratch.path;
    const path = scratch.write('foreign', Buffer.from(mark.padEnd(64, '\0'), 'latin1'));
    expect(await outcome(path)).toContain(`is ${format}, which needs ffmpeg`);
  });

  it('knows Ogg Vorbis from Ogg Opus', async () => {
    process.env['PATH'] = scratch.path;
    expect(await outcome(fixture('mono-8k.ogg'))).toContain('is Ogg Vorbis, which needs ffmpeg');
  });

  it.each([
    ['text', 'This is no audio at all.'],
    ['one byte', 'x'],
    ['zeros', '\0'.repeat(20_000)],
  ])('takes %s for no audio', async (_, content) => {
    process.env['PATH'] = scratch.path;
    expect(await outcome(scratch.write('unknown', content))).toContain(
      'is no audio that can be read',
    );
  });
});
