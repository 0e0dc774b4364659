/**
 * Text files as utterances in pieces.
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/base/errors';
import { Random } from '../../../../src/base/random';
import {
  pieceCorpus,
  readNumberedText,
} from '../../../../src/training/recurrent-language/piece-corpus';
import { scratchFolder } from '../../../support/scratch-folder';

const scratch = scratchFolder();
const lines = Array.from({ length: 400 }, (_, i) =>
  i % 2 ? 'The sea was calm. It was 3 miles wide.' : 'Nobody spoke.',
);
scratch.write('a.txt', lines.join('\n'));
const read = (every: number, folder = scratch.path) =>
  readNumberedText({ texts: [join(scratch.path, 'a.txt')], every, folder }, () => undefined);

describe('readNumberedText', () => {
  it('reads every so-manieth line, and a text that it has read not again', async () => {
    const { words } = await read(2);
    expect(words.slice(1)).toEqual(['nobody', 'spoke']);
    expect(existsSync(join(scratch.path, 'text.words'))).toBe(true);
    const told: string[] = [];
    const options = { texts: [join(scratch.path, 'a.txt')], every: 2, folder: scratch.path };
    await readNumberedText(options, (line) => told.push(line));
    expect(told).toEqual([]);
    expect((await read(1)).words).toContain('three');
  });

  it('refuses a text that is missing', async () => {
    const options = { texts: [join(scratch.path, 'gone.txt')], every: 1, folder: scratch.path };
    await expect(readNumberedText(options, () => undefined)).rejects.toThrow(UserError);
  });
});

describe('pieceCorpus', () => {
  it('holds out the end, and writes the rest in pieces', async () => {
    const { pieces, learned, words, heldOut } = pieceCorpus(await read(1), 80, 1);
    expect(words).toBeGreaterThan(200 * 11 * 0.97);
    expect(words).toBeLessThan(200 * 11 * 0.99);
    const sentences = heldOut.map((numbers) => pieces.textOf(numbers));
    expect(sentences.length).toBeGreaterThan(3);
    const known = ['nobody spoke', 'the sea was calm', 'it was three miles wide'];
    expect(sentences.every((sentence) => known.includes(sentence))).toBe(true);
    const numbers = Array.from(learned.shuffled(new Random(1)));
    expect(pieces.wordsIn(numbers)).toBe(words);
    // Some utterances hold several sentences.
    const utterances = pieces.textOf(numbers.slice(0, numbers.indexOf(0)));
    expect(utterances).toMatch(/^(nobody|the sea|it was)/);
    expect(learned.utterances).toBeGreaterThan(100);
    expect(learned.utterances).toBeLessThan(580);
  });

  it('refuses a text of too few sentences', () => {
    const none = { path: '', words: [''], sections: [] };
    expect(() => pieceCorpus(none, 80, 1)).toThrow(UserError);
  });
});
