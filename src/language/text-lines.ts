/**
 * Lines of text files, plain or compressed with xz, one at a time.
 * @module
 */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { messageOf, UserError } from '../base/errors';

/** The lines of a stream of UTF-8, without their ends. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/**
 * The lines of a file; one that ends in `.xz` goes through the program `xz`.
 * @throws UserError if the file or the program is missing, or the file is damaged.
 */
export async function* textLines(file: string): AsyncGenerator<string> {
  try {
    await access(file);
  } catch {
    throw new UserError(`text ${file} is missing`, 'check the path');
  }
  if (file.endsWith('.xz')) yield* unpackedLines(file);
  else {
    try {
      yield* linesOf(createReadStream(file));
    } catch (error) {
      throw new UserError(`cannot read ${file} (${messageOf(error)})`, 'give a text file');
    }
  }
}

async function* unpackedLines(file: string): AsyncGenerator<string> {
  const child = spawn('xz', ['-dc', '--', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const ended = new Promise<number | Error | null>((resolve) => {
    child.once('error', resolve);
    child.once('close', resolve);
  });
  try {
    yield* linesOf(child.stdout);
    const result = await ended;
    if (result instanceof Error) {
      throw new UserError(
        `cannot unpack ${file}: the program xz is missing`,
        'install xz-utils, or unpack the file before',
      );
    }
    if (result !== 0) {
      throw new UserError(
        `cannot unpack ${file} (${complaint.trim().split('\n')[0] ?? ''})`,
        'get the file again',
      );
    }
  } finally {
    child.kill();
  }
}
