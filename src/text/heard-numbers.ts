/**
 * Numbers that stand as words in what was heard: where they begin and end, and what they are. The other way round:
 * `spoken-numbers.ts`. Words are in lower case; nothing here decides how a number is written.
 * @module
 */

/** A number that begins at some word. */
export interface HeardNumber {
  /** Its digits, without separators: "1990", "007". */
  readonly digits: string;
  /** The word after its last one. */
  readonly end: number;
  /**
   * How it was said: `small` (one word below ten), `cardinal`, `round` (ends in a scale: five million), `article`
   * (a hundred), `pair` (nineteen ninety), `decade` (nineteen nineties), `single` (three or more digits one by one,
   * or a doubled one).
   */
  readonly form: 'small' | 'cardinal' | 'round' | 'article' | 'pair' | 'decade' | 'single';
}

const numbered = (names: string, first: number, step: number): Map<string, number> =>
  new Map(names.split(' ').map((name, i) => [name, first + step * i]));

const ONES = numbered('one two three four five six seven eight nine', 1, 1);
const TEENS = numbered(
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  10,
  1,
);
const TENS = numbered('twenty thirty forty fifty sixty seventy eighty ninety', 20, 10);
const SCALES = numbered('thousand million billion trillion', 0, 1);
const ORDINAL_ONES = numbered('first second third fourth fifth sixth seventh eighth ninth', 1, 1);
const ORDINAL_TEENS = numbered(
  'tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth',
  10,
  1,
);
const ORDINAL_TENS = numbered(
  'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth',
  20,
  10,
);
const DECADES = numbered(
  'twenties thirties forties fifties sixties seventies eighties nineties',
  20,
  10,
);
const REPEATS = new Map([
  ['double', 2],
  ['triple', 3],
]);
const HUNDRED = 'hundred';

interface Value {
  readonly value: number;
  readonly end: number;
}

type Words = readonly string[];

const wordAt = (words: Words, at: number): string => words[at] ?? '';

/** 1000 for thousand, and so on; undefined for other words. */
export function scaleOf(word = ''): number | undefined {
  const power = SCALES.get(word);
  return power === undefined ? undefined : 1000 ** (power + 1);
}

const isMultiplier = (word: string): boolean => word === HUNDRED || SCALES.has(word);

/** One to ninety-nine. */
function belowHundred(words: Words, at: number): Value | undefined {
  const word = wordAt(words, at);
  const small = ONES.get(word) ?? TEENS.get(word);
  if (small !== undefined) return { value: small, end: at + 1 };
  const tens = TENS.get(word);
  if (tens === undefined) return undefined;
  const ones = ONES.get(wordAt(words, at + 1));
  return ones === undefined ? { value: tens, end: at + 1 } : { value: tens + ones, end: at + 2 };
}

/** What follows a hundred, with or without "and"; not what begins another hundred. */
function afterHundred(
  words: Words,
  at: number,
  smaller: (words: Words, at: number) => Value | undefined = belowHundred,
): Value | undefined {
  const found = smaller(words, wordAt(words, at) === 'and' ? at + 1 : at);
  return found !== undefined && wordAt(words, found.end) === HUNDRED ? undefined : found;
}

/** One to 999; "a" stands for one before a hundred. */
function belowThousand(words: Words, at: number): Value | undefined {
  const first = wordAt(words, at);
  const hundreds = first === 'a' ? 1 : ONES.get(first);
  if (hundreds === undefined || wordAt(words, at + 1) !== HUNDRED) {
    return first === 'a' && SCALES.has(wordAt(words, at + 1))
      ? { value: 1, end: at + 1 }
      : belowHundred(words, at);
  }
  const more = afterHundred(words, at + 2);
  return { value: 100 * hundreds + (more?.value ?? 0), end: more?.end ?? at + 2 };
}

/** Two hundred, three thousand and five, one million two hundred thousand. */
function cardinal(words: Words, at: number): HeardNumber | undefined {
  if (wordAt(words, at) === 'zero') return { digits: '0', end: at + 1, form: 'small' };
  let total = 0;
  let end = at;
  let limit = Infinity;
  let round = false;
  for (;;) {
    const group = end === at ? belowThousand(words, at) : partAfterScale(words, end, limit);
    if (group === undefined) break;
    const scale = scaleOf(wordAt(words, group.end));
    if (scale === undefined || scale >= limit) {
      total += group.value;
      end = group.end;
      round = false;
      break;
    }
    total += group.value * scale;
    end = group.end + 1;
    limit = scale;
    round = true;
  }
  if (end === at) return undefined;
  const digits = String(total);
  if (wordAt(words, at) === 'a') {
    return { digits, end, form: end === at + 2 ? 'article' : 'cardinal' };
  }
  return {
    digits,
    end,
    form: round ? 'round' : end === at + 1 && total < 10 ? 'small' : 'cardinal',
  };
}

function partAfterScale(words: Words, at: number, limit: number): Value | undefined {
  const start = wordAt(words, at) === 'and' ? at + 1 : at;
  if (wordAt(words, start) === 'a') return undefined;
  const group = belowThousand(words, start);
  const scale = group && scaleOf(wordAt(words, group.end));
  return scale !== undefined && scale >= limit ? undefined : group;
}

/** Two halves of a number of four digits: nineteen ninety, nineteen o five, nineteen hundred and five. */
function pair(words: Words, at: number): HeardNumber | undefined {
  const first = belowHundred(words, at);
  if (first === undefined || first.value < 10) return undefined;
  const next = wordAt(words, first.end);
  const four = (value: number, end: number, form: HeardNumber['form']): HeardNumber => ({
    digits: String(value),
    end,
    form,
  });
  if (next === HUNDRED && first.value % 10 !== 0) {
    const more = afterHundred(words, first.end + 1);
    const value = 100 * first.value + (more?.value ?? 0);
    return four(value, more?.end ?? first.end + 1, 'pair');
  }
  if (first.value > 20) return undefined;
  const decade = DECADES.get(next);
  if (decade !== undefined) return four(100 * first.value + decade, first.end + 1, 'decade');
  if (next === 'o' || next === 'oh') {
    const one = ONES.get(wordAt(words, first.end + 1));
    return one === undefined ? undefined : four(100 * first.value + one, first.end + 2, 'pair');
  }
  const second = belowHundred(words, first.end);
  if (second === undefined || second.value < 10 || isMultiplier(wordAt(words, second.end))) {
    return undefined;
  }
  return four(100 * first.value + second.value, second.end, 'pair');
}

const digitOf = (word: string, first: boolean): number | undefined =>
  word === 'zero' || (!first && (word === 'o' || word === 'oh')) ? 0 : ONES.get(word);

/** Digits one by one: nine one one, double o seven. */
function single(words: Words, at: number): HeardNumber | undefined {
  let digits = '';
  let end = at;
  let count = 0;
  let repeated = false;
  for (;;) {
    const times = REPEATS.get(wordAt(words, end));
    const digit = digitOf(
      wordAt(words, times === undefined ? end : end + 1),
      count === 0 && times === undefined,
    );
    if (digit === undefined) break;
    const next = end + (times === undefined ? 1 : 2);
    // The last one may begin a larger number: one two three hundred.
    if (isMultiplier(wordAt(words, next))) break;
    digits += String(digit).repeat(times ?? 1);
    repeated ||= times !== undefined;
    end = next;
    count += 1;
  }
  return count >= 3 || repeated ? { digits, end, form: 'single' } : undefined;
}

/** The longest number that begins at word `at`, if one does. */
export function numberAt(words: Words, at: number): HeardNumber | undefined {
  return single(words, at) ?? pair(words, at) ?? cardinal(words, at);
}

function ordinalBelowHundred(words: Words, at: number): Value | undefined {
  const word = wordAt(words, at);
  const plain = ORDINAL_ONES.get(word) ?? ORDINAL_TEENS.get(word) ?? ORDINAL_TENS.get(word);
  if (plain !== undefined) return { value: plain, end: at + 1 };
  const tens = TENS.get(word);
  const ones = ORDINAL_ONES.get(wordAt(words, at + 1));
  return tens === undefined || ones === undefined ? undefined : { value: tens + ones, end: at + 2 };
}

/** A place in a row that begins at word `at`: twenty first, hundred and third. */
export function ordinalAt(words: Words, at: number): Value | undefined {
  const short = ordinalBelowHundred(words, at);
  if (short !== undefined) return short;
  const hundreds = ONES.get(wordAt(words, at));
  if (hundreds === undefined) return undefined;
  if (wordAt(words, at + 1) === 'hundredth') return { value: 100 * hundreds, end: at + 2 };
  if (wordAt(words, at + 1) !== HUNDRED) return undefined;
  const more = afterHundred(words, at + 2, ordinalBelowHundred);
  return more && { value: 100 * hundreds + more.value, end: more.end };
}

/** 1st, 2nd, 3rd, 11th … */
export function ordinalDigits(value: number): string {
  const teen = value % 100 > 10 && value % 100 < 14;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${ending}`;
}

/** The digits after a decimal point that is word `at`: point one four; undefined without any. */
export function decimalsAt(words: Words, at: number): { digits: string; end: number } | undefined {
  if (wordAt(words, at) !== 'point') return undefined;
  let digits = '';
  let end = at + 1;
  for (;;) {
    const digit = digitOf(wordAt(words, end), false);
    if (digit === undefined || (isMultiplier(wordAt(words, end + 1)) && digits !== '')) break;
    digits += String(digit);
    end += 1;
  }
  if (digits !== '') return { digits, end };
  // Two point twenty five is how some say 2.25.
  const two = belowHundred(words, at + 1);
  return two && two.value >= 10 ? { digits: String(two.value), end: two.end } : undefined;
}
