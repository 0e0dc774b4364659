/**
 * Commands among dictated words: marks by their names, new lines, capitals, taking back. "Literal" before one makes
 * words of it. A pure function of the words of one utterance; the list: docs/text.md.
 * @module
 */

/** What a stretch of dictated words means. */
export type DictatedPart =
  /** Words `start` to `end` (one, or those of a phrase that is meant literally). */
  | {
      readonly kind: 'word';
      readonly start: number;
      readonly end: number;
      readonly capitals: 'as-usual' | 'first' | 'all';
      /** No space before it. */
      readonly glued: boolean;
    }
  /** A mark that hangs on the word before (`left`), on the one behind (`right`), on both, or on none. */
  | {
      readonly kind: 'mark';
      readonly start: number;
      readonly end: number;
      readonly text: string;
      readonly hangs: Hangs;
    }
  /** One new line, or two. */
  | { readonly kind: 'break'; readonly start: number; readonly end: number; readonly text: string };

/** Which neighbours a mark touches. */
type Hangs = 'left' | 'right' | 'both' | 'none';

/** Dictated words with their commands carried out. */
export interface Dictated {
  readonly parts: readonly DictatedPart[];
  /** How many earlier utterances are taken back. */
  readonly scratches: number;
}

type Command =
  | { readonly does: 'mark'; readonly text: string; readonly hangs: Hangs }
  | { readonly does: 'break'; readonly text: string }
  | { readonly does: 'scratch' }
  | { readonly does: 'capitals'; readonly capitals: 'first' | 'all' }
  | { readonly does: 'glue' };

const mark = (text: string, hangs: Hangs): Command => ({ does: 'mark', text, hangs });

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['comma', mark(',', 'left')],
  ['period', mark('.', 'left')],
  ['full stop', mark('.', 'left')],
  ['question mark', mark('?', 'left')],
  ['exclamation mark', mark('!', 'left')],
  ['exclamation point', mark('!', 'left')],
  ['colon', mark(':', 'left')],
  ['semicolon', mark(';', 'left')],
  ['semi colon', mark(';', 'left')],
  ['ellipsis', mark('…', 'left')],
  ['dot dot dot', mark('…', 'left')],
  ['dash', mark('–', 'none')],
  ['hyphen', mark('-', 'both')],
  ['slash', mark('/', 'both')],
  ['forward slash', mark('/', 'both')],
  ['at sign', mark('@', 'both')],
  ['ampersand', mark('&', 'none')],
  ['percent sign', mark('%', 'left')],
  ['dollar sign', mark('$', 'right')],
  ['open quote', mark('“', 'right')],
  ['open quotes', mark('“', 'right')],
  ['close quote', mark('”', 'left')],
  ['close quotes', mark('”', 'left')],
  ['end quote', mark('”', 'left')],
  ['unquote', mark('”', 'left')],
  ['open paren', mark('(', 'right')],
  ['open parenthesis', mark('(', 'right')],
  ['open bracket', mark('(', 'right')],
  ['close paren', mark(')', 'left')],
  ['close parenthesis', mark(')', 'left')],
  ['close bracket', mark(')', 'left')],
  ['new line', { does: 'break', text: '\n' }],
  ['newline', { does: 'break', text: '\n' }],
  ['new paragraph', { does: 'break', text: '\n\n' }],
  ['scratch that', { does: 'scratch' }],
  ['delete that', { does: 'scratch' }],
  ['all caps', { does: 'capitals', capitals: 'all' }],
  ['cap', { does: 'capitals', capitals: 'first' }],
  ['capital', { does: 'capitals', capitals: 'first' }],
  ['no space', { does: 'glue' }],
]);
/** Words of the longest command. */
const LONGEST_COMMAND = 3;
const LITERAL = 'literal';

/** The command that begins at word `at`, the longest that fits. */
function commandAt(
  words: readonly string[],
  at: number,
): { command: Command; end: number } | undefined {
  for (let count = Math.min(LONGEST_COMMAND, words.length - at); count > 0; count--) {
    const command = COMMANDS.get(words.slice(at, at + count).join(' '));
    if (command !== undefined) return { command, end: at + count };
  }
  return undefined;
}

/** Carries out the commands among `words`, which are in lower case. */
export function dictated(words: readonly string[]): Dictated {
  let parts: DictatedPart[] = [];
  let scratches = 0;
  let capitals: 'as-usual' | 'first' | 'all' = 'as-usual';
  let glued = false;
  const say = (start: number, end: number): void => {
    parts.push({ kind: 'word', start, end, capitals, glued });
    capitals = 'as-usual';
    glued = false;
  };
  for (let at = 0; at < words.length;) {
    const escaped = words[at] === LITERAL ? commandAt(words, at + 1) : undefined;
    if (escaped !== undefined || (words[at] === LITERAL && words[at + 1] === LITERAL)) {
      const end = escaped?.end ?? at + 2;
      for (let word = at + 1; word < end; word++) say(word, word + 1);
      at = end;
      continue;
    }
    const found = commandAt(words, at);
    // A command that needs a word behind it is none at the end.
    const lacks = found?.command.does === 'capitals' && found.end === words.length;
    if (found === undefined || lacks) {
      say(at, at + 1);
      at += 1;
      continue;
    }
    const { command, end } = found;
    switch (command.does) {
      case 'mark':
        parts.push({ kind: 'mark', start: at, end, text: command.text, hangs: command.hangs });
        break;
      case 'break':
        parts.push({ kind: 'break', start: at, end, text: command.text });
        break;
      case 'scratch':
        if (parts.length === 0) scratches += 1;
        parts = [];
        break;
      case 'capitals':
        capitals = command.capitals;
        break;
      case 'glue':
        glued = true;
        break;
    }
    at = end;
  }
  return { parts, scratches };
}
