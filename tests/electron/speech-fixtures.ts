/**
 * The recordings that tests play into the microphone. What is said in them stands in their manifest alone.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './launched-app';

/** A recording and its words, lower case, without punctuation. */
export interface SpeechFixture {
  readonly path: string;
  readonly seconds: number;
  readonly words: string;
}

/** All recordings of tests/fixtures/speech. */
export function speechFixtures(): SpeechFixture[] {
  const folder = join(ROOT, 'tests', 'fixtures', 'speech');
  const [header = '', ...lines] = readFileSync(join(folder, 'manifest.tsv'), 'utf8')
    .trim()
    .split('\n');
  const columns = header.split('\t');
  const at = (cells: readonly string[], name: string): string => cells[columns.indexOf(name)] ?? '';
  return lines.map((line) => {
    const cells = line.split('\t');
    return {
      path: join(folder, at(cells, 'file')),
      seconds: Number(at(cells, 'seconds')),
      words: at(cells, 'normalised'),
    };
  });
}
