/**
 * Text as it is compared when what matters is what was said, not how it is written: in the manner of Whisper's English
 * normaliser (Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak Supervision", appendix C). What it
 * does, step by step: docs/text.md.
 * @module
 */
import { decimalsAt, numberAt, ordinalAt, ordinalDigits, scaleOf } from './heard-numbers';
import { plainText } from './normalise';
import { americanSpelling } from './spelling-pairs';

/** Sounds that carry no meaning. */
const FILLERS: ReadonlySet<string> = new Set('hmm hm mm mhm mmm uh um uhm er erm'.split(' '));

/** What one word stands for. */
const LONG_FORMS: ReadonlyMap<string, string> = new Map([
  ["won't", 'will not'],
  ["can't", 'can not'],
  ['cannot', 'can not'],
  ["shan't", 'shall not'],
  ["let's", 'let us'],
  ["ain't", 'is not'],
  ["y'all", 'you all'],
  ["'tis", 'it is'],
  ["'twas", 'it was'],
  ["ma'am", 'madam'],
  ["'em", 'them'],
  ['wanna', 'want to'],
  ['gonna', 'going to'],
  ['gotta', 'got to'],
  ['woulda', 'would have'],
  ['coulda', 'could have'],
  ['shoulda', 'should have'],
  ['ok', 'okay'],
  ['mr', 'mister'],
  ['mrs', 'missus'],
  ['dr', 'doctor'],
  ['st', 'saint'],
  ['prof', 'professor'],
  ['capt', 'captain'],
  ['gov', 'governor'],
  ['sen', 'senator'],
  ['rep', 'representative'],
  ['gen', 'general'],
  ['rev', 'reverend'],
  ['hon', 'honorable'],
  ['lt', 'lieutenant'],
  ['jr', 'junior'],
  ['sr', 'senior'],
  ['vs', 'versus'],
]);

const PAST_PARTICIPLES = new Set('been gone done got seen had'.split(' '));

/** What an ending stands for, in the order in which they are looked for. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/n't$/, ' not'],
  [/'re$/, ' are'],
  [/'s$/, ' is'],
  [/'d$/, ' would'],
  [/'ll$/, ' will'],
  [/'ve$/, ' have'],
  [/'m$/, ' am'],
];

const CURRENCIES: Readonly<Record<string, string>> = { $: 'dollars', '£': 'pounds', '€': 'euros' };

/** Signs that are words, as words; thousands without commas; telephone numbers and times without their signs. */
function withoutSigns(text: string): string {
  return text
    .toLowerCase()
    .replace(/\[[^\]]*\]|\([^)]*\)|<[^>]*>/g, ' ')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(
      /([$£€])\s?(\d+(?:\.\d+)?)( (?:hundred|thousand|million|billion|trillion)\b)?/g,
      (_, sign: string, amount: string, scale = '') =>
        `${amount}${String(scale)} ${CURRENCIES[sign]!}`,
    )
    .replace(/(\d)\s?%/g, '$1 percent')
    .replace(/\bper cent\b/g, 'percent')
    .replace(/(?<![\d-])(?:\d-)?(?:\d{3}-){1,2}\d{4}(?![\d-])/g, (phone) =>
      phone.replaceAll('-', ''),
    )
    .replace(/(\d):00(?!\d)/g, '$1')
    .replace(/(\d):0?(\d+)/g, '$1 $2')
    .replace(/\b([ap])(?:\.|\s)\s?m\b\.?/g, '$1m')
    .replace(/&/g, ' and ');
}

/** The words that a contraction stands for. */
function longForm(word: string, next: string | undefined): string {
  const known = LONG_FORMS.get(word);
  if (known !== undefined) return known;
  if (next !== undefined && PAST_PARTICIPLES.has(next)) {
    if (word.endsWith("'d")) return `${word.slice(0, -2)} had`;
    if (word.endsWith("'s")) return `${word.slice(0, -2)} has`;
  }
  for (const [ending, long] of ENDINGS) {
    if (ending.test(word)) return word.replace(ending, long);
  }
  return word;
}

/** A number that begins at word `at`, in digits; those that were digits before count too. */
function writtenAt(
  words: readonly string[],
  at: number,
): { text: string; end: number } | undefined {
  const number = numberAt(words, at);
  const ordinal = ordinalAt(words, at);
  if (ordinal !== undefined && ordinal.end >= (number?.end ?? 0)) {
    return { text: ordinalDigits(ordinal.value), end: ordinal.end };
  }
  if (number === undefined) {
    return /^\d/.test(words[at]!) ? { text: words[at]!, end: at + 1 } : undefined;
  }
  if (number.form === 'decade') return { text: `${number.digits}s`, end: number.end };
  const decimals = decimalsAt(words, number.end);
  if (decimals === undefined) return { text: number.digits, end: number.end };
  return { text: `${number.digits}.${decimals.digits}`, end: decimals.end };
}

/** Every number in digits: "twenty five" and 25, "five million" and 5000000 are then the same. */
function withDigits(words: readonly string[]): string[] {
  const result: string[] = [];
  for (let at = 0; at < words.length;) {
    const found = writtenAt(words, at);
    let { text, end } = found ?? { text: words[at]!, end: at + 1 };
    const scale = scaleOf(words[end]);
    if (found !== undefined && scale !== undefined && /^\d+(\.\d+)?$/.test(text)) {
      text = String(Math.round(Number(text) * scale));
      end += 1;
    }
    result.push(plainDecimal(text));
    at = end;
  }
  return result;
}

/** A number without zeros that say nothing: 2.50 is 2.5. */
function plainDecimal(word: string): string {
  return /^\d+\.\d+$/.test(word) ? word.replace(/\.?0+$/, '') : word;
}

/** The text as it is scored: words between single spaces. Doing it twice changes nothing. */
export function scoringText(text: string): string {
  const words = plainText(withoutSigns(text), /[^a-z0-9'. ]/g)
    .replace(/(?<!\d)\.|\.(?!\d)/g, '')
    .split(' ')
    .map((word) => (LONG_FORMS.has(word) ? word : word.replace(/^'+|'+$/g, '')))
    .filter((word) => word !== '' && !FILLERS.has(word));
  const long = words.flatMap((word, i) => longForm(word, words[i + 1]).split(' '));
  const plain = long.map((word) => americanSpelling(word.replaceAll("'", '')));
  return withDigits(plain.filter((word) => word !== '')).join(' ');
}
