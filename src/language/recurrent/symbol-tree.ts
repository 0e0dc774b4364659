/**
 * Sequences of symbols as a tree, so that what several begin with is read only once. Nodes are numbered by depth: all of
 * one depth stand in a row, behind those of the depth above.
 * @module
 */
import { END } from './word-pieces';

/** The tree of some sequences; node 0 is the root, where {@link END} has been read. */
export interface SymbolTree {
  /** Symbol that is read at each node. */
  readonly symbols: Int32Array;
  /** Node above each node; −1 for the root. */
  readonly parents: Int32Array;
  /** First node of each depth, and the number of nodes. */
  readonly depths: readonly number[];
  /** Node at which each sequence ends. */
  readonly ends: Int32Array;
}

/** Builds the tree of `sequences`, which do not hold {@link END}. */
export function symbolTree(sequences: readonly (readonly number[])[]): SymbolTree {
  const symbols = [END];
  const parents = [-1];
  const depths = [0, 1];
  const at = new Int32Array(sequences.length);
  let left = sequences.some((sequence) => sequence.length > 0);
  for (let depth = 0; left; depth++) {
    left = false;
    const made = new Map<string, number>();
    for (const [i, sequence] of sequences.entries()) {
      const symbol = sequence[depth];
      if (symbol === undefined) continue;
      if (depth + 1 < sequence.length) left = true;
      const key = `${at[i]!} ${symbol}`;
      let node = made.get(key);
      if (node === undefined) {
        node = symbols.push(symbol) - 1;
        parents.push(at[i]!);
        made.set(key, node);
      }
      at[i] = node;
    }
    depths.push(symbols.length);
  }
  return {
    symbols: Int32Array.from(symbols),
    parents: Int32Array.from(parents),
    depths,
    ends: at,
  };
}
