/**
 * Units and the months: what is said for their signs, and which sign stands for what is said.
 * @module
 */
import { spellOrdinal } from './spoken-numbers';

/** What is said (without the plural s), and the sign that is written. */
const UNITS: readonly (readonly [said: string, sign: string])[] = [
  ['kilometer per hour', 'km/h'],
  ['mile per hour', 'mph'],
  ['degree celsius', '°C'],
  ['degree fahrenheit', '°F'],
  ['kilometer', 'km'],
  ['centimeter', 'cm'],
  ['millimeter', 'mm'],
  ['kilogram', 'kg'],
  ['milligram', 'mg'],
  ['milliliter', 'ml'],
  ['kilobyte', 'KB'],
  ['megabyte', 'MB'],
  ['gigabyte', 'GB'],
  ['terabyte', 'TB'],
  ['hertz', 'Hz'],
  ['kilohertz', 'kHz'],
  ['megahertz', 'MHz'],
  ['gigahertz', 'GHz'],
  ['kilowatt', 'kW'],
  ['megawatt', 'MW'],
  ['decibel', 'dB'],
];

/** The months as they are said. */
export const MONTHS: ReadonlySet<string> = new Set(
  'january february march april may june july august september october november december'.split(
    ' ',
  ),
);

const plural = (said: string): string =>
  said.endsWith('hertz') ? said : said.replace(/^(\w+)/, '$1s');

const SIGNS: ReadonlyMap<string, string> = new Map(
  UNITS.flatMap(([said, sign]) =>
    [said, plural(said)].flatMap((words) => [
      [words, sign] as const,
      [words.replace(/(met|lit)er/, '$1re'), sign] as const,
    ]),
  ),
);
const SAID: ReadonlyMap<string, string> = new Map(UNITS.map(([said, sign]) => [sign, said]));
/** Words of the longest unit. */
const LONGEST_UNIT = 3;

/** The unit that begins at word `at`, the longest that fits. */
export function unitAt(
  words: readonly string[],
  at: number,
): { sign: string; end: number } | undefined {
  for (let count = Math.min(LONGEST_UNIT, words.length - at); count > 0; count--) {
    const sign = SIGNS.get(words.slice(at, at + count).join(' '));
    if (sign !== undefined) return { sign, end: at + count };
  }
  return undefined;
}

const escaped = (sign: string): string => sign.replaceAll('/', '\\/');
const UNIT = new RegExp(
  `(?<=\\d)\\s?(${[...SAID.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|')})(?![\\p{L}\\d])`,
  'gu',
);
const SCALED_MONEY = /([$£€])(\d[\d.,]*) (thousand|million|billion|trillion)\b/g;
const CURRENCIES: Readonly<Record<string, string>> = { $: 'dollars', '£': 'pounds', '€': 'euros' };
const DAY = new RegExp(
  `\\b(${[...MONTHS].map((m) => m[0]!.toUpperCase() + m.slice(1)).join('|')}) (\\d{1,2})(?![\\d:.%]|,\\d)`,
  'g',
);
const LAST_DAY = 31;

/** The text with units, days of months and "$5 million" as they are said; numbers stay for `spellNumbers`. */
export function spellUnits(text: string): string {
  return text
    .replace(UNIT, (_, sign: string, offset: number) => {
      const said = SAID.get(sign) ?? sign;
      const single = /(^|[^\d.,])1$/.test(text.slice(0, offset));
      return ` ${single ? said : plural(said)}`;
    })
    .replace(
      SCALED_MONEY,
      (_, sign: string, amount: string, scale: string) =>
        `${amount} ${scale} ${CURRENCIES[sign] ?? ''}`,
    )
    .replace(DAY, (all, month: string, day: string) =>
      Number(day) < 1 || Number(day) > LAST_DAY ? all : `${month} ${spellOrdinal(Number(day))}`,
    );
}
