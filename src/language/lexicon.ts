/**
 * How words are said: a trie of pronunciations in flat arrays, shared by all utterances.
 *
 * N nodes are numbered level by level, so that the children of a node are neighbours. E entries (a pronunciation of
 * a word each) are sorted by their phones, so that all entries at or below a node are neighbours, its own first.
 * @module
 */
import type { Pronunciation } from './pronunciation-text';

/** Nothing in it changes once it is made. Node 0 is the root: no phone said yet. */
export interface Lexicon {
  /** Different words, sorted. */
  readonly words: readonly string[];
  /** N: how many nodes there are. */
  readonly nodes: number;
  /** N: the phone that leads to a node; the root has {@link NO_PHONE}. */
  readonly phone: Uint8Array;
  /** N: the node before a node; of the root, itself. */
  readonly parent: Uint32Array;
  /** N + 1: the children of node n are `firstChild[n]` to `firstChild[n + 1]` (exclusive), by rising phone. */
  readonly firstChild: Uint32Array;
  /** N: entries that end at or below node n are `firstEntry[n]` to `lastEntry[n]` (exclusive). */
  readonly firstEntry: Uint32Array;
  /** N: of those, the ones up to `ownEnd[n]` (exclusive) end at n itself. */
  readonly ownEnd: Uint32Array;
  readonly lastEntry: Uint32Array;
  /** E: index of the entry's word. */
  readonly entryWord: Uint32Array;
  /** E: the node where the entry ends. */
  readonly entryNode: Uint32Array;
  /** W: for each word, the entry that was given first: the usual way to say it. */
  readonly mainEntry: Uint32Array;
}

/** Stands for the phone of the root, where there is none. */
export const NO_PHONE = 255;

/** Entries in one piece, sorted by phones and then by word, each only once: what a lexicon file holds. */
export interface SortedEntries {
  readonly words: readonly string[];
  /** All phones, one pronunciation after the other. */
  readonly phones: Uint8Array;
  /** E + 1: entry e has the phones from `first[e]` to `first[e + 1]` (exclusive). */
  readonly first: Uint32Array;
  /** E. */
  readonly entryWord: Uint32Array;
  /** W: the entry of each word that was given first. */
  readonly mainEntry: Uint32Array;
}

/** A key that sorts as the phones do, a shorter pronunciation before those that go on from it. */
function keyOf({ phones }: Pronunciation): string {
  return String.fromCharCode(...phones.map((phone) => phone + 1));
}

function compare<T>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Sorts pronunciations and leaves out repeated ones. */
function sortEntries(pronunciations: readonly Pronunciation[]): SortedEntries {
  const words = [...new Set(pronunciations.map(({ word }) => word))].sort(compare);
  const numbers = new Map(words.map((word, number) => [word, number]));
  const keyed = pronunciations.map((each) => ({
    key: keyOf(each),
    word: numbers.get(each.word)!,
    phones: each.phones,
  }));
  keyed.sort((a, b) => compare(a.key, b.key) || a.word - b.word);
  const entries = keyed.filter(({ key, word }, i) => {
    const before = keyed[i - 1];
    return before?.key !== key || before.word !== word;
  });
  const first = new Uint32Array(entries.length + 1);
  for (const [i, { phones }] of entries.entries()) first[i + 1] = first[i]! + phones.length;
  const phones = new Uint8Array(first[entries.length]!);
  for (const [i, entry] of entries.entries()) phones.set(entry.phones, first[i]);
  const firstGiven = new Map<number, string>();
  for (const each of pronunciations) {
    const word = numbers.get(each.word)!;
    if (!firstGiven.has(word)) firstGiven.set(word, keyOf(each));
  }
  const mainEntry = new Uint32Array(words.length);
  for (const [i, { word, key }] of entries.entries()) {
    if (firstGiven.get(word) === key) mainEntry[word] = i;
  }
  const entryWord = Uint32Array.from(entries, ({ word }) => word);
  return { words, phones, first, entryWord, mainEntry };
}

/** Nodes of the trie: one for every different beginning of a pronunciation, and the root. */
function countNodes({ phones, first, entryWord }: SortedEntries): number {
  let nodes = 1;
  for (let e = 0; e < entryWord.length; e++) {
    const [begin, end] = [first[e]!, first[e + 1]!];
    let shared = 0;
    if (e > 0) {
      const before = first[e - 1]!;
      const most = Math.min(begin - before, end - begin);
      while (shared < most && phones[before + shared] === phones[begin + shared]) shared += 1;
    }
    nodes += end - begin - shared;
  }
  return nodes;
}

/** The trie of sorted entries: each node owns a range of them, its children split the rest by their next phone. */
export function lexiconOf(entries: SortedEntries): Lexicon {
  const { words, phones, first, entryWord, mainEntry } = entries;
  const nodes = countNodes(entries);
  const phone = new Uint8Array(nodes).fill(NO_PHONE, 0, 1);
  const parent = new Uint32Array(nodes);
  const depth = new Uint16Array(nodes);
  const firstChild = new Uint32Array(nodes + 1);
  const [firstEntry, ownEnd, lastEntry] = [0, 1, 2].map(() => new Uint32Array(nodes));
  const entryNode = new Uint32Array(entryWord.length);
  lastEntry![0] = entryWord.length;
  let made = 1;
  for (let node = 0; node < nodes; node++) {
    const at = depth[node]!;
    const end = lastEntry![node]!;
    let e = firstEntry![node]!;
    while (e < end && at === first[e + 1]! - first[e]!) entryNode[e++] = node;
    ownEnd![node] = e;
    firstChild[node] = made;
    while (e < end) {
      const next = phones[first[e]! + at]!;
      firstEntry![made] = e;
      while (e < end && phones[first[e]! + at] === next) e += 1;
      lastEntry![made] = e;
      phone[made] = next;
      parent[made] = node;
      depth[made] = at + 1;
      made += 1;
    }
  }
  firstChild[nodes] = made;
  return {
    ...{ words, nodes, phone, parent, firstChild, entryWord, entryNode, mainEntry },
    ...{ firstEntry: firstEntry!, ownEnd: ownEnd!, lastEntry: lastEntry! },
  };
}

/** A lexicon of pronunciations in any order. */
export function makeLexicon(pronunciations: readonly Pronunciation[]): Lexicon {
  return lexiconOf(sortEntries(pronunciations));
}

/** The phones that lead to a node. */
export function phonesTo({ phone, parent }: Lexicon, node: number): Uint8Array {
  const phones: number[] = [];
  for (let each = node; each !== 0; each = parent[each]!) phones.push(phone[each]!);
  return Uint8Array.from(phones.reverse());
}

/** The usual way to say a word; undefined if the lexicon does not know it. */
export function usualPronunciation(lexicon: Lexicon, word: string): Uint8Array | undefined {
  const { words, mainEntry, entryNode } = lexicon;
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]! < word) low = middle + 1;
    else high = middle;
  }
  return words[low] === word ? phonesTo(lexicon, entryNode[mainEntry[low]!]!) : undefined;
}

/** All that a lexicon knows; the usual ways to say the words come first. */
export function pronunciationsOf(lexicon: Lexicon): Pronunciation[] {
  const { words, entryWord, entryNode, mainEntry } = lexicon;
  const others = Array.from(entryWord.keys()).filter((e) => mainEntry[entryWord[e]!] !== e);
  return [...mainEntry, ...others].map((entry) => ({
    word: words[entryWord[entry]!]!,
    phones: phonesTo(lexicon, entryNode[entry]!),
  }));
}

/** A lexicon that knows `more` as well. */
export function extendLexicon(lexicon: Lexicon, more: readonly Pronunciation[]): Lexicon {
  return more.length === 0 ? lexicon : makeLexicon([...pronunciationsOf(lexicon), ...more]);
}
