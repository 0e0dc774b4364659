/**
 * What goes through a recurrent layer and what it keeps of it: blocks, states, gradients, and the names under which the
 * graphs of its blocks know them. S steps of a block, B batch, I input size, H units of a direction.
 * @module
 */
import type { Tensor } from '../tensor/backend';
import type { Direction } from './cell';

/** Tensors by `direction/name`. */
export type LayerWeights = Readonly<Record<string, Tensor>>;

/** Tensors by name. */
export type Named = Record<string, Tensor>;
/** Something for each direction that a layer has. */
export type ByDirection<T> = Partial<Record<Direction, T>>;

/** What a direction keeps of one block: inputs, outputs, states before the block, and the cell's tape. */
export interface BlockRecord {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly states: Named;
  readonly tape: Named;
}

/** The result of a forward pass. */
export interface LayerPass {
  /** The directions side by side: n tensors [S, B, D·H], owned by the caller. */
  readonly blocks: Tensor[];
  /** By direction and block; freed by `backward` or `forget`. */
  readonly records: ByDirection<BlockRecord[]>;
  /** The forward direction's states where `statesAfter` asked for them, [B, H] each; the caller's. */
  readonly after?: States;
}

/** States by the cell's names, or gradients of the loss by them; [B, H] each. */
export type States = Readonly<Named>;

/** What a forward pass has to do with the passes before and behind it; only the forward direction is carried. */
export interface Carried {
  /** States that the forward direction starts from, zero if not given; stay the caller's. */
  readonly first?: States;
  /** Gives back the states after so many blocks. */
  readonly statesAfter?: number;
}

/** What a backward pass has to do with the passes before and behind it. */
export interface CarriedGradient {
  /** Gradient by the forward direction's states after so many blocks; its tensors stay the caller's. */
  readonly after?: { readonly blocks: number; readonly gradient: States };
  /** Asks for the gradient by the first states. */
  readonly first?: boolean;
  /** Truncated: the gradient stops at every border of so many blocks; it goes back to the start if not given. */
  readonly reach?: number;
  /**
   * Sees the gradient of the loss by the states that direction `d` had before it walked block `block`: what flows
   * back through time. `norms` [S] are those of the gradient by the output of each step. The tensors live until it
   * returns.
   */
  watch?(d: Direction, block: number, gradient: States, norms: Tensor): void;
}

/** The block that direction `d` works on in round `i` of `n`. */
export function blockOf(d: Direction, i: number, n: number): number {
  return d === 'forward' ? i : n - 1 - i;
}

/** `forward/kernel` → `forward/dkernel`. */
export function gradientPort(name: string): string {
  return name.replace('/', '/d');
}

/** Tensors that live on when those of `from` are freed. */
export function copies(from: States): Named {
  return Object.fromEntries(Object.entries(from).map(([name, state]) => [name, state.clone()]));
}

/** Adds tensors under names that begin with `prefix`. */
export function put(into: Named, prefix: string, tensors: Named): void {
  for (const [name, tensor] of Object.entries(tensors)) into[`${prefix}${name}`] = tensor;
}

/** The opposite of {@link put}, for these names. */
export function take(from: Named, prefix: string, names: readonly string[]): Named {
  return Object.fromEntries(names.map((name) => [name, from[`${prefix}${name}`]!]));
}
