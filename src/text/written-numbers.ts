/**
 * Words as people write them: numbers, ordinals, dates, times, money, percent, units and telephone numbers in digits,
 * small numbers in running text in words. The rules: docs/text.md. A pure function of the words of one utterance.
 * @module
 */
import {
  decimalsAt,
  numberAt,
  ordinalAt,
  ordinalDigits,
  scaleOf,
  type HeardNumber,
} from './heard-numbers';
import { MONTHS, unitAt } from './spoken-units';

/** What is written for some words in a row. */
export interface WrittenWords {
  readonly text: string;
  /** First of the words. */
  readonly start: number;
  /** The word after the last one. */
  readonly end: number;
  /** Whether it is written otherwise than said. */
  readonly changed: boolean;
}

type Words = readonly string[];

const wordAt = (words: Words, at: number): string => words[at] ?? '';
const setOf = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Before a number of four digits these say that it is a year. */
const BEFORE_YEARS = setOf(
  'in since by until till from before after during around circa year of early mid late spring summer autumn fall winter',
);
/** Before two numbers these say that they are a time. */
const BEFORE_TIMES = setOf('at by until till before after from around about past');
/** Before a small number these want digits. */
const LABELS = setOf(
  'page chapter room section version step figure gate platform flight bus route highway channel level grade unit ' +
    'lesson volume option apartment suite verse size',
);
/** Before "may" these say that it is the month. */
const BEFORE_MAY = setOf('on of by since until before after from in last next this through to');
const LARGEST_SMALL = 9;
const LARGEST_HOUR = 12;
const LARGEST_MINUTE = 59;
const LAST_DAY = 31;
const FIRST_YEAR = 1000;
const LAST_YEAR = 2199;
/** Pairs that begin with more than this are years, or hundreds, even without a word that says so. */
const LARGEST_CLOCK_PAIR = 12;
const MILLION = 1_000_000;
const THOUSAND = 1000;

const capitalised = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
const withCommas = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** Makes the list; `text` equal to the word means that nothing changed. */
function written(words: Words, text: string, start: number, end: number): WrittenWords {
  return { text, start, end, changed: words.slice(start, end).join(' ') !== text };
}

const asSaid = (words: Words, start: number, end: number): WrittenWords[] =>
  words.slice(start, end).map((word, i) => written(words, word, start + i, start + i + 1));

/** "a m", "p m", "am", "pm" at word `at`. */
function halfOfDay(words: Words, at: number): { text: string; end: number } | undefined {
  const word = wordAt(words, at);
  if (word === 'am' || word === 'pm') return { text: `${word[0]!}.m.`, end: at + 1 };
  const split = (word === 'a' || word === 'p') && wordAt(words, at + 1) === 'm';
  return split ? { text: `${word}.m.`, end: at + 2 } : undefined;
}

/** Minutes at word `at`: thirty, fifteen, o five. */
function minutesAt(words: Words, at: number): { text: string; end: number } | undefined {
  const first = wordAt(words, at);
  if (first === 'o' || first === 'oh') {
    const one = numberAt(words.slice(0, at + 2), at + 1);
    return one?.form === 'small' && one.digits !== '0'
      ? { text: `0${one.digits}`, end: at + 2 }
      : undefined;
  }
  for (const length of [2, 1]) {
    const found = numberAt(words.slice(0, at + length), at);
    const minutes = Number(found?.digits);
    if (found?.end === at + length && minutes > LARGEST_SMALL && minutes <= LARGEST_MINUTE) {
      return { text: found.digits, end: found.end };
    }
  }
  return undefined;
}

function timeAt(words: Words, at: number): WrittenWords[] | undefined {
  const hour = numberAt(words.slice(0, at + 1), at);
  const value = Number(hour?.digits);
  if (hour?.end !== at + 1 || value > LARGEST_HOUR || value === 0) return undefined;
  const minutes = minutesAt(words, at + 1);
  const end = minutes?.end ?? at + 1;
  const half = halfOfDay(words, end);
  const isTime =
    half !== undefined || (minutes !== undefined && BEFORE_TIMES.has(wordAt(words, at - 1)));
  if (!isTime || (half === undefined && isCounted(words, end))) return undefined;
  const clock = minutes === undefined ? hour.digits : `${hour.digits}:${minutes.text}`;
  return [
    written(words, clock, at, end),
    ...(half === undefined ? [] : [written(words, half.text, end, half.end)]),
  ];
}

/** Whether word `at` makes a number an amount: dollars, percent, a unit. */
function isCounted(words: Words, at: number): boolean {
  return (
    /^(dollars?|euros?|pounds?|cents?|percent|thousand|million|billion|hundred)$/.test(
      wordAt(words, at),
    ) || unitAt(words, at) !== undefined
  );
}

function yearAt(words: Words, at: number): HeardNumber | undefined {
  const number = numberAt(words, at);
  const value = Number(number?.digits);
  const isYear =
    number?.form === 'pair' ||
    (number !== undefined && wordAt(words, at + 1) === 'thousand' && number.end > at + 1);
  return isYear && value >= FIRST_YEAR && value <= LAST_YEAR ? number : undefined;
}

/** The day of a month at word `at`: third, twenty first, or twenty one. */
function dayAt(words: Words, at: number): { day: number; end: number } | undefined {
  const ordinal = ordinalAt(words, at);
  if (ordinal !== undefined) {
    return ordinal.value <= LAST_DAY ? { day: ordinal.value, end: ordinal.end } : undefined;
  }
  for (const length of [2, 1]) {
    const number = numberAt(words.slice(0, at + length), at);
    const day = Number(number?.digits);
    if (number?.end === at + length && day >= 1 && day <= LAST_DAY) return { day, end: number.end };
  }
  return undefined;
}

/** June third nineteen ninety, june nineteen ninety. */
function monthAt(words: Words, at: number): WrittenWords[] | undefined {
  const month = wordAt(words, at);
  if (!MONTHS.has(month)) return undefined;
  const name = written(words, capitalised(month), at, at + 1);
  const alone = yearAt(words, at + 1);
  if (alone !== undefined) return [name, written(words, alone.digits, at + 1, alone.end)];
  const day = dayAt(words, at + 1);
  if (day === undefined || isCounted(words, day.end)) return undefined;
  const isVerb = month === 'may' || month === 'march';
  const isOrdinal = ordinalAt(words, at + 1) !== undefined;
  const year = yearAt(words, day.end);
  const sure = year !== undefined || BEFORE_MAY.has(wordAt(words, at - 1));
  if (isVerb && !sure && !(month === 'march' && isOrdinal)) return undefined;
  const dayText = `${day.day}${year === undefined ? '' : ','}`;
  return [
    name,
    written(words, dayText, at + 1, day.end),
    ...(year === undefined ? [] : [written(words, year.digits, day.end, year.end)]),
  ];
}

/** Third of june nineteen ninety. */
function dayOfMonthAt(words: Words, at: number): WrittenWords[] | undefined {
  const day = ordinalAt(words, at);
  if (day === undefined || day.value > LAST_DAY) return undefined;
  const month = wordAt(words, day.end + 1);
  if (wordAt(words, day.end) !== 'of' || !MONTHS.has(month)) return undefined;
  const year = yearAt(words, day.end + 2);
  return [
    written(words, ordinalDigits(day.value), at, day.end),
    ...asSaid(words, day.end, day.end + 1),
    written(words, capitalised(month), day.end + 1, day.end + 2),
    ...(year === undefined ? [] : [written(words, year.digits, day.end + 2, year.end)]),
  ];
}

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
