/**
 * Utterances as streams.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/base/random';
import {
  PieceText,
  stepsIn,
  streamBatch,
} from '../../../../src/training/recurrent-language/piece-streams';

function text(...utterances: number[][]): PieceText {
  const made = new PieceText();
  for (const utterance of utterances) {
    for (const piece of utterance) made.add([piece]);
    made.end();
  }
  return made;
}

describe('PieceText', () => {
  it('keeps utterances whole when it shuffles them', () => {
    const made = text([1, 2], [3], [], [4, 5, 6]);
    expect([made.length, made.utterances]).toEqual([9, 3]);
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const order = made.shuffled(new Random(seed)).join('');
      orders.add(order);
      expect(order.split('0').sort()).toEqual(['', '12', '3', '456']);
    }
    expect(orders.size).toBe(6);
  });

  it('takes more than it first has room for', () => {
    const made = new PieceText();
    for (let i = 0; i < 40; i++) made.add(new Array<number>(30_000).fill(i + 1));
    made.end();
    expect(made.length).toBe(1_200_001);
    expect(made.shuffled(new Random(1)).at(-2)).toBe(40);
  });
});

describe('streamBatch', () => {
  it('gives each stream its part of the text, step by step', () => {
    const symbols = Uint16Array.from({ length: 13 }, (_, i) => i + 1);
    const shape = { steps: 3, streams: 2 };
    expect(stepsIn(symbols.length, shape)).toBe(2);
    const [first, second] = [streamBatch(symbols, shape, 0), streamBatch(symbols, shape, 1)];
    expect([...first.labels]).toEqual([1, 7, 2, 8, 3, 9]);
    expect([...first.inputs]).toEqual([0, 6, 1, 7, 2, 8]);
    expect([...second.labels]).toEqual([4, 10, 5, 11, 6, 12]);
    expect([...second.inputs]).toEqual([3, 9, 4, 10, 5, 11]);
  });
});
