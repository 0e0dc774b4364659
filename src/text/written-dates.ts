/**
 * Dates, years and times of the day as people write them: "june third nineteen ninety" is June 3, 1990.
 * @module
 */
import { numberAt, ordinalAt, ordinalDigits, type HeardNumber } from './heard-numbers';
import { MONTHS, unitAt } from './spoken-units';
import {
  asSaid,
  LARGEST_SMALL,
  setOf,
  wordAt,
  written,
  type Words,
  type WrittenWords,
} from './written-words';

/** Before two numbers these say that they are a time. */
const BEFORE_TIMES = setOf('at by until till before after from around about past');
/** Before "may" these say that it is the month. */
const BEFORE_MAY = setOf('on of by since until before after from in last next this through to');
const LARGEST_HOUR = 12;
const LARGEST_MINUTE = 59;
const LAST_DAY = 31;
const FIRST_YEAR = 1000;
const LAST_YEAR = 2199;

const capitalised = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

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

/** A time of the day that begins at word `at`: nine thirty p m, at nine thirty. */
export function timeAt(words: Words, at: number): WrittenWords[] | undefined {
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
export function monthAt(words: Words, at: number): WrittenWords[] | undefined {
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
export function dayOfMonthAt(words: Words, at: number): WrittenWords[] | undefined {
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
