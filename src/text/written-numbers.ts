/**
 * Words as people write them: numbers, ordinals, dates and times (`written-dates.ts`), money, percent, units and telephone
 * numbers in digits, small numbers in running text in words. The rules: docs/text.md. A pure function of the words of one utterance.
 * @module
 */
import { decimalsAt, numberAt, ordinalAt, ordinalDigits, scaleOf } from './heard-numbers';
import { unitAt } from './spoken-units';
import { dayOfMonthAt, monthAt, timeAt } from './written-dates';
import {
  asSaid,
  LARGEST_SMALL,
  setOf,
  wordAt,
  written,
  type Words,
  type WrittenWords,
} from './written-words';

/** Before a number of four digits these say that it is a year. */
const BEFORE_YEARS = setOf(
  'in since by until till from before after during around circa year of early mid late spring summer autumn fall winter',
);
/** Before a small number these want digits. */
const LABELS = setOf(
  'page chapter room section version step figure gate platform flight bus route highway channel level grade unit ' +
    'lesson volume option apartment suite verse size',
);
/** Pairs that begin with more than this are years, or hundreds, even without a word that says so. */
const LARGEST_CLOCK_PAIR = 12;
const MILLION = 1_000_000;
const THOUSAND = 1000;

const withCommas = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** Digits that were said one by one: a telephone number, where they are as many as one has. */
function telephone(digits: string): string {
  const groups = {
    7: /^(\d{3})(\d{4})$/,
    10: /^(\d{3})(\d{3})(\d{4})$/,
    11: /^(1)(\d{3})(\d{3})(\d{4})$/,
  };
  const group = groups[digits.length as keyof typeof groups] as RegExp | undefined;
  return group?.exec(digits)?.slice(1).join('-') ?? digits;
}

interface Amount {
  /** As it stands before a sign or unit: "25", "1,200", "2.5 million". */
  readonly text: string;
  readonly end: number;
  /** Whether it stays in words where nothing asks for digits. */
  readonly small: boolean;
  /** Whether it stays in words whatever stands behind it. */
  readonly unsure?: boolean;
}

/** The amount that begins at word `at`. */
function amountAt(words: Words, at: number): Amount | undefined {
  const number = numberAt(words, at);
  if (number === undefined) return undefined;
  const { digits, end, form } = number;
  const value = Number(digits);
  const decimals = form === 'pair' || form === 'decade' ? undefined : decimalsAt(words, end);
  if (decimals !== undefined) {
    const text = `${withCommas(digits)}.${decimals.digits}`;
    const scale = scaleOf(words[decimals.end]);
    return scale === undefined
      ? { text, end: decimals.end, small: false }
      : { text: `${text} ${wordAt(words, decimals.end)}`, end: decimals.end + 1, small: false };
  }
  const before = wordAt(words, at - 1);
  switch (form) {
    case 'single':
      return { text: telephone(digits), end, small: false };
    case 'decade':
      return { text: `${digits}s`, end, small: false };
    case 'pair': {
      const hundreds = words.slice(at, end).includes('hundred');
      const year = BEFORE_YEARS.has(before);
      const first = Math.floor(value / 100);
      const unsure = !year && !hundreds && first <= LARGEST_CLOCK_PAIR;
      if (unsure) return { text: digits, end, small: true, unsure };
      return { text: hundreds && !year ? withCommas(digits) : digits, end, small: false };
    }
    case 'small':
      return { text: digits, end, small: !LABELS.has(before) };
    case 'article':
    case 'round':
    case 'cardinal': {
      const millions = value / MILLION;
      const whole = form !== 'cardinal' && Number.isInteger(millions) && millions > 0;
      const text = whole ? inMillions(millions) : plainAmount(value, before);
      return { text, end, small: form === 'article' };
    }
  }
}

/** 5 million, 3 billion. */
function inMillions(millions: number): string {
  const names = ['million', 'billion', 'trillion'];
  let amount = millions;
  let name = 0;
  while (amount >= THOUSAND && amount % THOUSAND === 0 && name + 1 < names.length) {
    amount /= THOUSAND;
    name += 1;
  }
  return `${withCommas(String(amount))} ${names[name]!}`;
}

/** Years of this century have no comma: "two thousand five" always, "two thousand" after "in". */
function plainAmount(value: number, before: string): string {
  const year = (value > 2000 && value < 2100) || (value === 2000 && BEFORE_YEARS.has(before));
  return year ? String(value) : withCommas(String(value));
}

const SIGNS: Readonly<Record<string, string>> = {
  dollar: '$',
  dollars: '$',
  euro: '€',
  euros: '€',
};

/** Five dollars and fifty cents, ten pounds sterling. */
function moneyAt(words: Words, at: number, amount: Amount): WrittenWords[] | undefined {
  const unit = wordAt(words, amount.end);
  const pounds = unit === 'pound' || unit === 'pounds';
  const sign = pounds ? '£' : SIGNS[unit];
  if (sign === undefined) return undefined;
  const cents = centsAt(words, amount.end + 1, pounds ? /^(pence|penny)$/ : /^cents?$/);
  if (cents !== undefined && /^[\d,]+$/.test(amount.text)) {
    return [written(words, `${sign}${amount.text}.${cents.text}`, at, cents.end)];
  }
  if (!pounds) return [written(words, `${sign}${amount.text}`, at, amount.end + 1)];
  // Pounds are a weight, unless it is said that they are not.
  return wordAt(words, amount.end + 1) === 'sterling'
    ? [written(words, `£${amount.text}`, at, amount.end + 2)]
    : undefined;
}

function centsAt(
  words: Words,
  at: number,
  unit: RegExp,
): { text: string; end: number } | undefined {
  const start = wordAt(words, at) === 'and' ? at + 1 : at;
  const number = numberAt(words, start);
  const value = Number(number?.digits);
  if (
    number === undefined ||
    !(value > 0 && value < 100) ||
    !unit.test(wordAt(words, number.end))
  ) {
    return undefined;
  }
  return { text: String(value).padStart(2, '0'), end: number.end + 1 };
}

/** A number with what stands behind it. */
function amountWith(words: Words, at: number): WrittenWords[] | undefined {
  const amount = amountAt(words, at);
  if (amount === undefined) return undefined;
  // Ten fifteen: a time, a price, a number or two? Nobody knows.
  if (amount.unsure === true) return asSaid(words, at, amount.end);
  const next = wordAt(words, amount.end);
  const percent =
    next === 'percent' ? 1 : next === 'per' && wordAt(words, amount.end + 1) === 'cent' ? 2 : 0;
  if (percent > 0) return [written(words, `${amount.text}%`, at, amount.end + percent)];
  const money = moneyAt(words, at, amount);
  if (money !== undefined) return money;
  const unit = unitAt(words, amount.end);
  if (unit !== undefined) {
    return [
      written(words, amount.text, at, amount.end),
      written(words, unit.sign, amount.end, unit.end),
    ];
  }
  // One third, two tenth: a part of something, or two things.
  const isFraction = ordinalAt(words, amount.end) !== undefined;
  // Seven eleven: no digits behind a number in words.
  const behindSmall = at > 0 && numberAt(words.slice(0, at), at - 1)?.form === 'small';
  if (amount.small || isFraction || next === "o'clock" || behindSmall) {
    return asSaid(words, at, amount.end);
  }
  return [written(words, amount.text, at, amount.end)];
}

function placeAt(words: Words, at: number): WrittenWords[] | undefined {
  const ordinal = ordinalAt(words, at);
  if (ordinal === undefined) return undefined;
  const number = numberAt(words, at);
  // Twenty five hundredths and the like begin with a number that goes further.
  if (number !== undefined && number.end > ordinal.end) return undefined;
  return ordinal.value <= LARGEST_SMALL
    ? asSaid(words, at, ordinal.end)
    : [written(words, ordinalDigits(ordinal.value), at, ordinal.end)];
}

/** What is written for each of the words, in their order: every word is in one entry. */
export function writtenNumbers(words: Words): WrittenWords[] {
  const result: WrittenWords[] = [];
  for (let at = 0; at < words.length;) {
    const found =
      monthAt(words, at) ??
      dayOfMonthAt(words, at) ??
      timeAt(words, at) ??
      placeAt(words, at) ??
      amountWith(words, at) ??
      asSaid(words, at, at + 1);
    result.push(...found);
    at = found.at(-1)!.end;
  }
  return result;
}
