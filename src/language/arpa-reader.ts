/**
 * Reads back-off models from ARPA files; what does not parse is named with its line.
 * Format: https://www.speech.sri.com/projects/srilm/manpages/ngram-format.5.html
 * @module
 */
import { stat } from 'node:fs/promises';
import { UserError } from '../base/errors';
import {
  countsToStarts,
  HIGHEST_ORDER,
  LOG_OF_NOTHING,
  UNKNOWN_WORD,
  type NgramLayer,
  type NgramLayers,
} from './ngram-layers';
import { sortedOrder } from './ngram-chunk';
import { textLines } from './text-lines';

const MEND = 'get the file again, or correct this line';

/** N-grams of one order as they stand in the file. */
interface Section {
  readonly order: number;
  readonly columns: readonly Uint32Array[];
  readonly logProb: Float32Array;
  readonly backOff: Float32Array;
  used: number;
}

function newSection(order: number, count: number): Section {
  return {
    order,
    columns: Array.from({ length: order }, () => new Uint32Array(count)),
    logProb: new Float32Array(count),
    backOff: new Float32Array(count),
    used: 0,
  };
}

/** Takes an ARPA file line by line. */
class ArpaParser {
  readonly words: string[] = [];
  readonly sections: Section[] = [];
  readonly #ids = new Map<string, number>();
  #line = 0;
  #state: 'before' | 'counts' | 'ngrams' | 'end' = 'before';
  #current: Section | undefined;

  constructor(
    readonly file: string,
    readonly bytes: number,
  ) {}

  #refuse(what: string, mend = MEND): never {
    throw new UserError(`ARPA file ${this.file}, line ${this.#line}: ${what}`, mend);
  }

  take(raw: string): void {
    this.#line += 1;
    const line = raw.trim();
    if (line === '' || this.#state === 'end') return;
    if (line === '\\data\\') this.#state = 'counts';
    else if (this.#state === 'before') return;
    else if (line === '\\end\\') this.#finish();
    else if (/^\\\d+-grams:$/.test(line)) this.#begin(Number(/\d+/.exec(line)?.[0]));
    else if (this.#state === 'counts') this.#announce(line);
    else this.#entry(line);
  }

  #announce(line: string): void {
    const [, order, count] = /^ngram\s+(\d+)\s*=\s*(\d+)$/.exec(line) ?? [];
    if (order === undefined) this.#refuse(`expected "ngram ORDER=COUNT", found "${line}"`);
    if (Number(order) !== this.sections.length + 1 || Number(order) > HIGHEST_ORDER) {
      this.#refuse(`orders must run from 1 to at most ${HIGHEST_ORDER}, found ${order}`);
    }
    // The shortest entry is a digit, then a blank and a letter for each word, and the line feed.
    if (Number(count) * (2 + 2 * Number(order)) > this.bytes) {
      this.#refuse(`announces ${count} ${order}-grams, more than the file can hold`);
    }
    this.sections.push(newSection(Number(order), Number(count)));
  }

  #checkCount(): void {
    const section = this.#current;
    if (section && section.used !== section.logProb.length) {
      this.#refuse(
        `${section.used} ${section.order}-grams end here, but ${section.logProb.length} are announced`,
        `correct "ngram ${section.order}=" at the top, or get the file again`,
      );
    }
  }

  #begin(order: number): void {
    this.#checkCount();
    if (order !== (this.#current?.order ?? 0) + 1 || order > this.sections.length) {
      this.#refuse(`the ${order}-grams are not announced or not in their turn`);
    }
    this.#current = this.sections[order - 1];
    this.#state = 'ngrams';
  }

  #entry(line: string): void {
    const section = this.#current!;
    const { order, used } = section;
    if (used === section.logProb.length) this.#refuse(`more ${order}-grams than are announced`);
    const fields = line.split(/\s+/);
    const isHighest = order === this.sections.length;
    if (fields.length !== order + 1 && (isHighest || fields.length !== order + 2)) {
      this.#refuse(`expected a number, ${order} words${isHighest ? '' : ' and a number'}`);
    }
    const logProb = Number(fields[0]);
    const backOff = Number(fields[order + 1] ?? 0);
    if (!Number.isFinite(logProb) || logProb > 0) {
      this.#refuse(`"${fields[0]!}" is not the logarithm of a probability`);
    }
    if (!Number.isFinite(backOff)) this.#refuse(`"${fields[order + 1]!}" is not a number`);
    section.logProb[used] = logProb * Math.LN10;
    section.backOff[used] = backOff * Math.LN10;
    for (let k = 0; k < order; k++) section.columns[k]![used] = this.#idOf(fields[k + 1]!, order);
    section.used += 1;
  }

  #idOf(word: string, order: number): number {
    const known = this.#ids.get(word);
    if (order > 1) return known ?? this.#refuse(`"${word}" is not among the 1-grams`);
    if (known !== undefined) this.#refuse(`"${word}" stands among the 1-grams twice`);
    this.#ids.set(word, this.words.length);
    return this.words.push(word) - 1;
  }

  #finish(): void {
    this.#checkCount();
    this.#state = 'end';
  }

  /** @throws UserError if the end has not come, or sections are missing. */
  checkEnd(): void {
    if (this.#state !== 'end') {
      this.#refuse(
        this.#state === 'before' ? 'the file has no \\data\\' : 'the file ends without \\end\\',
        'get the file again',
      );
    }
    if (this.#current === undefined || this.#current.order !== this.sections.length) {
      this.#refuse('announced n-grams are missing', 'get the file again');
    }
  }
}

/** Compares record `a` of some columns with record `b` of others over `length` places. */
function compareRecords(
  left: readonly Uint32Array[],
  a: number,
  right: readonly Uint32Array[],
  b: number,
  length: number,
): number {
  for (let k = 0; k < length; k++) {
    const difference = left[k]![a]! - right[k]![b]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Reads an ARPA file, plain or compressed with xz. A model without `<unk>` gets one of no probability.
 * @throws UserError with file, line and mend.
 */
export async function readArpa(file: string): Promise<NgramLayers> {
  // What xz holds is not known before; a packed file never holds more than this many times its size.
  const factor = file.endsWith('.xz') ? 1000 : 1;
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  const parser = new ArpaParser(file, factor * size);
  for await (const line of textLines(file)) parser.take(line);
  parser.checkEnd();
  return assemble(file, parser.words, parser.sections);
}

function assemble(file: string, words: string[], sections: readonly Section[]): NgramLayers {
  const describe = (section: Section, record: number): string =>
    section.columns.map((column) => words[column[record]!]!).join(' ');
  const permutations = sections.map(({ columns, used }) =>
    sortedOrder(columns, used, words.length),
  );
  const children = sections.map(({ used }) => new Uint32Array(used + 1));
  for (const section of sections.slice(1)) {
    const { order, columns, used } = section;
    const permutation = permutations[order - 1]!;
    const above = sections[order - 2]!;
    const aboveOrder = permutations[order - 2]!;
    for (let i = 0, parent = 0; i < used; i++) {
      const record = permutation[i]!;
      if (i > 0 && compareRecords(columns, permutation[i - 1]!, columns, record, order) === 0) {
        throw new UserError(
          `ARPA file ${file}: "${describe(section, record)}" stands there twice`,
          MEND,
        );
      }
      let sign = -1;
      while (parent < above.used) {
        sign = compareRecords(above.columns, aboveOrder[parent]!, columns, record, order - 1);
        if (sign >= 0) break;
        parent += 1;
      }
      if (sign !== 0) {
        throw new UserError(
          `ARPA file ${file}: "${describe(section, record)}" is there, but not its first ${order - 1} words`,
          'get the file again',
        );
      }
      children[order - 2]![parent + 1]! += 1;
    }
  }
  const layers = sections.map((section, i): NgramLayer => {
    const permutation = permutations[i]!;
    const last = section.columns.at(-1)!;
    const isHighest = i === sections.length - 1;
    return {
      words: permutation.map((record) => last[record]!),
      logProb: Float32Array.from(permutation, (record) => section.logProb[record]!),
      backOff: isHighest
        ? new Float32Array()
        : Float32Array.from(permutation, (record) => section.backOff[record]!),
      children: isHighest ? new Uint32Array() : countsToStarts(children[i]!),
    };
  });
  return withUnknown(words, layers);
}

function withUnknown(words: string[], layers: NgramLayer[]): NgramLayers {
  if (words.includes(UNKNOWN_WORD)) return { words, layers };
  const [first, ...others] = layers;
  const { logProb, backOff, children } = first!;
  const grown: NgramLayer = {
    words: Uint32Array.from({ length: words.length + 1 }, (_, i) => i),
    logProb: Float32Array.from([...logProb, LOG_OF_NOTHING]),
    backOff: backOff.length > 0 ? Float32Array.from([...backOff, 0]) : backOff,
    children: children.length > 0 ? Uint32Array.from([...children, children.at(-1)!]) : children,
  };
  return { words: [...words, UNKNOWN_WORD], layers: [grown, ...others] };
}
