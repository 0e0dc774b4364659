/**
 * Numbers as people say them: 21 is twenty one, 9th is ninth, 1776 is seventeen seventy six.
 * @module
 */

const ONES = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
  'sixteen seventeen eighteen nineteen'
).split(' ');
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES = ['', ' thousand', ' million', ' billion', ' trillion'];
/** Longer runs of digits are read digit by digit. */
const MOST_DIGITS = 15;

const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};
const CURRENCIES: Readonly<Record<string, string>> = { $: 'dollar', '£': 'pound', '€': 'euro' };

function belowHundred(n: number): string {
  if (n < 20) return ONES[n]!;
  return n % 10 === 0 ? TENS[n / 10]! : `${TENS[Math.floor(n / 10)]!} ${ONES[n % 10]!}`;
}

function belowThousand(n: number): string {
  if (n < 100) return belowHundred(n);
  const rest = n % 100;
  return `${ONES[Math.floor(n / 100)]!} hundred${rest === 0 ? '' : ` and ${belowHundred(rest)}`}`;
}

/** A whole number in words. @throws RangeError for numbers that are not whole or have over 15 digits. */
export function spellCardinal(n: number): string {
  if (!Number.isSafeInteger(n) || n < 0 || n >= 10 ** MOST_DIGITS) {
    throw new RangeError(`Cannot spell ${n}`);
  }
  if (n === 0) return ONES[0]!;
  const groups: string[] = [];
  for (let rest = n, scale = 0; rest > 0; rest = Math.floor(rest / 1000), scale++) {
    const group = rest % 1000;
    if (group === 0) continue;
    const and = scale === 0 && group < 100 && n >= 1000 ? 'and ' : '';
    groups.unshift(`${and}${belowThousand(group)}${SCALES[scale]!}`);
  }
  return groups.join(' ');
}

function withLastWord(words: string, change: (last: string) => string): string {
  const at = words.lastIndexOf(' ') + 1;
  return words.slice(0, at) + change(words.slice(at));
}

/** The place in a row: 21 is twenty first. @throws RangeError like {@link spellCardinal}. */
export function spellOrdinal(n: number): string {
  return withLastWord(
    spellCardinal(n),
    (last) => ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`),
  );
}

/** A year from 1100 to 2099 as people say it. */
export function spellYear(year: number): string {
  const rest = year % 100;
  if (year % 1000 < 10) return spellCardinal(year);
  const century = belowHundred(Math.floor(year / 100));
  if (rest === 0) return `${century} hundred`;
  return `${century} ${rest < 10 ? 'o ' : ''}${belowHundred(rest)}`;
}

const digitByDigit = (digits: string): string =>
  Array.from(digits, (digit) => ONES[Number(digit)]!).join(' ');

function spellDigits(digits: string, isPlain: boolean): string {
  if (digits.length > MOST_DIGITS || (digits.length > 1 && digits.startsWith('0'))) {
    return digitByDigit(digits);
  }
  const n = Number(digits);
  return isPlain && n >= 1100 && n < 2100 ? spellYear(n) : spellCardinal(n);
}

const plural = (word: string): string =>
  word.endsWith('y') ? `${word.slice(0, -1)}ies` : word.endsWith('x') ? `${word}es` : `${word}s`;

/** Dollars and cents as they are said; undefined where the decimals are no cents. */
function spellMoney(sign: string, whole: string, decimals: string): string | undefined {
  const unit = CURRENCIES[sign];
  if (unit === undefined || decimals.length !== 2 || whole.length > MOST_DIGITS) return undefined;
  const amount = (n: number, one: string, many: string): string =>
    `${spellCardinal(n)} ${n === 1 ? one : many}`;
  const [one, many] = sign === '£' ? (['penny', 'pence'] as const) : (['cent', 'cents'] as const);
  const first = amount(Number(whole), unit, `${unit}s`);
  return Number(decimals) === 0 ? first : `${first} and ${amount(Number(decimals), one, many)}`;
}

const PHONE = /(?<![\d-])(?:\d-)?(?:\d{3}-){1,2}\d{4}(?![\d-])/g;
const CLOCK = /(?<!\d)(\d{1,2}):([0-5]\d)(?!\d)/g;
const NUMBER =
  /([$£€]?)(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.(\d+))?(st|nd|rd|th|'?s(?![a-z]))?(%?)/gi;

/** The text with every number in words between spaces; anything else stays as it is. */
export function spellNumbers(text: string): string {
  return text
    .replace(PHONE, (digits) => ` ${digitByDigit(digits.replaceAll('-', ''))} `)
    .replace(CLOCK, (_, hour: string, minute: string) => {
      const spoken = spellCardinal(Number(hour));
      if (minute === '00') return ` ${spoken} o'clock `;
      return ` ${spoken} ${minute.startsWith('0') ? 'o ' : ''}${spellCardinal(Number(minute))} `;
    })
    .replace(
      NUMBER,
      (_, currency: string, whole: string, part?: string, suffix?: string, percent?: string) => {
        const digits = whole.replaceAll(',', '');
        const isPlain = currency === '' && part === undefined && whole === digits && !percent;
        const money = part === undefined ? undefined : spellMoney(currency, digits, part);
        if (money !== undefined) return ` ${money} `;
        let words = spellDigits(digits, isPlain);
        if (part !== undefined) words += ` point ${digitByDigit(part)}`;
        else if (suffix !== undefined && /s$/i.test(suffix) && !/st/i.test(suffix)) {
          words = withLastWord(words, plural);
        } else if (suffix !== undefined && digits.length <= MOST_DIGITS) {
          words = spellOrdinal(Number(digits));
        }
        const unit = CURRENCIES[currency];
        if (unit !== undefined) words += words === 'one' ? ` ${unit}` : ` ${unit}s`;
        return ` ${words}${percent ? ' percent' : ''} `;
      },
    );
}
