/**
 * Counts on disk.
 * @module
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  eachNgram,
  keptOrCountedNgrams,
  type CountedOrder,
} from '../../../src/language/ngram-counts';
import { corpusOfWords, inFolder } from './tiny-model';

const WORDS = ['<s>', '</s>', '<unk>', 'a', 'b'];

function textOf(counted: CountedOrder): string[] {
  const lines: string[] = [];
  eachNgram(counted, (ngram, count, at) => {
    lines.push(`${at} ${Array.from(ngram, (id) => WORDS[id]!).join(' ')} ${count}`);
  });
  return lines;
}

describe('keptOrCountedNgrams', () => {
  it('counts how often the longest occur and how many words stand before others', () => {
    inFolder((folder) => {
      const steps: string[] = [];
      const count = (stamp: string): CountedOrder[] => {
        const corpus = corpusOfWords(['a b', 'a b', 'b b'], WORDS);
        return keptOrCountedNgrams(corpus, 2, { folder, capacity: 3 }, stamp, (what) => {
          steps.push(what);
        });
      };
      const counted = count('one');
      expect(textOf(counted[1]!)).toEqual([
        '0 <s> a 2',
        '1 <s> b 1',
        '2 a b 2',
        '3 b </s> 3',
        '4 b b 1',
      ]);
      expect(textOf(counted[0]!)).toEqual(['0 </s> 1', '1 a 1', '2 b 3']);
      expect(count('one')).toEqual(counted);
      expect(steps).toEqual(['counting 2-grams', 'counting 1-grams']);
      count('two');
      expect(steps).toHaveLength(4);
      rmSync(join(folder, 'counts.json'));
      expect(textOf(count('two')[0]!)).toEqual(textOf(counted[0]!));
    });
  });
});
