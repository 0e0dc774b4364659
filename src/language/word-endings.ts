/**
 * English endings and beginnings that change the sound of a word in a regular way, as tables.
 * @module
 */
import { encodePhones, phoneNumber } from '../text/phones';

/** Phones of a word that an ending is put on; none where the ending does not fit them. */
type Attach = (base: Uint8Array) => Uint8Array | undefined;

/** An ending as it is written, the words that it may have been put on, and how the whole is said. */
export interface Ending {
  readonly written: string;
  /** How the base may be written, the likeliest first, from what stands before the ending. */
  readonly bases: (stem: string) => readonly string[];
  readonly attach: Attach;
}

/** A beginning as it is written and said. */
export interface Beginning {
  readonly written: string;
  readonly said: Uint8Array;
}

function numbers(phones: string): ReadonlySet<number> {
  return new Set(encodePhones(phones));
}
const HISSES = numbers('S Z SH ZH CH JH');
const VOICELESS = numbers('P T K F TH');
const VOICELESS_BEFORE_D = numbers('P K F TH S SH CH');
const STOPS_OF_D = numbers('T D');
const IY = phoneNumber('IY');
const SYLLABIC_L = [phoneNumber('AH'), phoneNumber('L')];

function joined(...parts: readonly ArrayLike<number>[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

function saying(phones: string): Attach {
  const added = encodePhones(phones);
  return (base) => joined(base, added);
}

const HISS = { afterHiss: saying('IH Z'), voiceless: saying('S'), voiced: saying('Z') };
const PAST = { afterStop: saying('IH D'), voiceless: saying('T'), voiced: saying('D') };

/** The sound of plurals, possessives and verbs in -s. */
const hiss: Attach = (base) => {
  const last = base.at(-1)!;
  if (HISSES.has(last)) return HISS.afterHiss(base);
  return VOICELESS.has(last) ? HISS.voiceless(base) : HISS.voiced(base);
};

/** The sound of the past in -ed. */
const past: Attach = (base) => {
  const last = base.at(-1)!;
  if (STOPS_OF_D.has(last)) return PAST.afterStop(base);
  return VOICELESS_BEFORE_D.has(last) ? PAST.voiceless(base) : PAST.voiced(base);
};

/** -ly on a base in -le: "probable" and "probably" differ in their last vowel only. */
const lyForLe: Attach = (base) => {
  const [vowel, l] = [base.at(-2), base.at(-1)];
  if (vowel !== SYLLABIC_L[0] || l !== SYLLABIC_L[1]) return undefined;
  return joined(base.subarray(0, -2), encodePhones('L IY'));
};

/** -ly on a base that ends in l: one L. */
const ly: Attach = (base) =>
  base.at(-1) === SYLLABIC_L[1] ? saying('IY')(base) : saying('L IY')(base);

const same = (stem: string): readonly string[] => [stem];
/** "stopp" → "stop". */
function undoubled(stem: string): readonly string[] {
  return /([bcdfgklmnprstvz])\1$/.test(stem) ? [stem.slice(0, -1)] : [];
}
/** Before an ending that begins with a vowel: "hop" comes from "hope", "help" from "help", "hopp" from "hop". */
function beforeVowel(stem: string): readonly string[] {
  const mute = `${stem}e`;
  const plain = /[aeiouy][^aeiouyx]$/.test(stem) ? [mute, stem] : [stem, mute];
  return [...plain, ...undoubled(stem)];
}
const withY = (stem: string): readonly string[] => [`${stem}y`];

function ending(
  written: string,
  bases: (stem: string) => readonly string[],
  attach: Attach | string,
): Ending {
  return { written, bases, attach: typeof attach === 'string' ? saying(attach) : attach };
}

/** Longer ones first where one ends in another. */
export const ENDINGS: readonly Ending[] = [
  ending("'s", same, hiss),
  ending(
    "s'",
    (stem) => [`${stem}s`],
    (base) => base,
  ),
  ending("'d", same, past),
  ending("'ll", same, 'AH L'),
  ending("'ve", same, 'AH V'),
  ending("'re", same, 'ER'),
  ending('ies', withY, hiss),
  ending('oes', (stem) => [`${stem}o`], 'Z'),
  ending('iness', withY, 'N AH S'),
  ending('ness', same, 'N AH S'),
  ending('less', same, 'L AH S'),
  ending('s', (stem) => (stem.endsWith('s') ? [] : [stem]), hiss),
  ending('es', same, (base) => (HISSES.has(base.at(-1)!) ? hiss(base) : undefined)),
  ending('ied', withY, 'D'),
  ending('ed', beforeVowel, past),
  ending('ingly', beforeVowel, 'IH NG L IY'),
  ending('edly', beforeVowel, (base) => saying('L IY')(past(base)!)),
  ending('ing', beforeVowel, 'IH NG'),
  ending("in'", beforeVowel, 'IH N'),
  ending('ily', withY, (base) => saying('L IY')(joined(base.subarray(0, -1), encodePhones('AH')))),
  ending('ly', (stem) => [`${stem}le`], lyForLe),
  ending('ly', same, ly),
  ending('ically', (stem) => [`${stem}ic`], 'L IY'),
  ending('ier', withY, 'ER'),
  ending('er', beforeVowel, 'ER'),
  ending('iest', withY, 'AH S T'),
  ending('est', beforeVowel, 'AH S T'),
  ending('ful', same, 'F AH L'),
  ending('ment', same, 'M AH N T'),
  ending('ship', same, 'SH IH P'),
  ending('hood', same, 'HH UH D'),
  ending('like', same, 'L AY K'),
  ending('wards', same, 'W ER D Z'),
  ending('ward', same, 'W ER D'),
  ending('woman', same, 'W UH M AH N'),
  ending('man', same, 'M AH N'),
  ending('men', same, 'M IH N'),
  ending('ish', beforeVowel, 'IH SH'),
  ending('ism', same, 'IH Z AH M'),
  ending('ist', beforeVowel, 'IH S T'),
  ending('able', beforeVowel, 'AH B AH L'),
  ending('dom', same, 'D AH M'),
  ending('some', same, 'S AH M'),
  ending('y', beforeVowel, (base) => (base.at(-1) === IY ? undefined : saying('IY')(base))),
  ending('in', beforeVowel, 'IH N'),
];

function beginning(written: string, phones: string): Beginning {
  return { written, said: encodePhones(phones) };
}

/** Longer ones first where one begins with another. */
export const BEGINNINGS: readonly Beginning[] = [
  beginning('under', 'AH N D ER'),
  beginning('un', 'AH N'),
  beginning('over', 'OW V ER'),
  beginning('out', 'AW T'),
  beginning('dis', 'D IH S'),
  beginning('mis', 'M IH S'),
  beginning('non', 'N AA N'),
  beginning('inter', 'IH N T ER'),
  beginning('in', 'IH N'),
  beginning('im', 'IH M'),
  beginning('re', 'R IY'),
  beginning('pre', 'P R IY'),
  beginning('super', 'S UW P ER'),
  beginning('sub', 'S AH B'),
  beginning('semi', 'S EH M IY'),
  beginning('anti', 'AE N T IY'),
  beginning('micro', 'M AY K R OW'),
  beginning('multi', 'M AH L T IY'),
];

/** British spellings as they are written in the USA. */
export const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/our/, 'or'],
  [/is(?=(e|es|ed|ing|er|ers|ation|ations)$)/, 'iz'],
  [/ys(?=(e|es|ed|ing|er)$)/, 'yz'],
  [/ll(?=(ed|ing|er|ers|ous|ously|y)$)/, 'l'],
  [/(?<=[bct])re(?=s?$)/, 'er'],
  [/ence(?=s?$)/, 'ense'],
  [/^en(?=q)/, 'in'],
  [/^(f?)oe|ae(?=[dmors])/, '$1e'],
  [/ogue(?=s?$)/, 'og'],
];
