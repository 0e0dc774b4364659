/**
 * CTC prefix beam search: sums the probabilities of all alignments of a text instead of following one path.
 * Source: Hannun et al. 2014, "First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional
 * Recurrent DNNs", algorithm 1 (without the language model). The state is a value; nothing in it is changed.
 * @module
 */
import { logAdd } from '../base/log-domain';
import type { Matrix } from '../base/matrix';
import type { DecodedUnits } from './greedy';

/** What bounds the search. */
export interface PrefixBeamOptions {
  /** Prefixes kept after each step. */
  readonly width: number;
  /** Units with a lower log posterior do not extend a prefix. */
  readonly unitFloor: number;
  /** Prefixes whose log probability lies further below the best are dropped. */
  readonly scoreRange: number;
}

/** Wide enough that a wider beam changes no word of the development recordings. */
export const DEFAULT_PREFIX_BEAM: PrefixBeamOptions = { width: 16, unitFloor: -9, scoreRange: 14 };

/** A prefix: the one before it and one unit more. */
export interface PrefixNode {
  readonly id: number;
  readonly parent: PrefixNode | undefined;
  /** Units in the prefix. */
  readonly depth: number;
  /** −1 for the empty prefix. */
  readonly unit: number;
  /** Step in which the unit was added, and its log posterior there. */
  readonly step: number;
  readonly logPosterior: number;
}

/** A prefix with the log probabilities of its alignments so far. */
export interface PrefixBeam {
  readonly node: PrefixNode;
  /** Of those that end in a blank. */
  readonly blank: number;
  /** Of those that end in the prefix's last unit. */
  readonly label: number;
}

/** Everything that goes from one call to the next. */
export interface PrefixBeamState {
  readonly options: PrefixBeamOptions;
  /** Best first. */
  readonly beams: readonly PrefixBeam[];
  readonly steps: number;
  readonly nextId: number;
}

/** Log probability of all alignments of a prefix. */
export function totalOf(beam: PrefixBeam): number {
  return logAdd(beam.blank, beam.label);
}

/** The state before the first step: the empty prefix. */
export function prefixBeamStart(options: PrefixBeamOptions = DEFAULT_PREFIX_BEAM): PrefixBeamState {
  const root: PrefixNode = {
    id: 0,
    parent: undefined,
    depth: 0,
    unit: -1,
    step: -1,
    logPosterior: 0,
  };
  return { options, beams: [{ node: root, blank: 0, label: -Infinity }], steps: 0, nextId: 1 };
}

/** Sums alignments that lead to the same prefix. */
class Merged {
  private readonly byNode = new Map<number, { node: PrefixNode; blank: number; label: number }>();
  private readonly children = new Map<number, PrefixNode>();

  constructor(
    beams: readonly PrefixBeam[],
    private readonly classes: number,
    private readonly step: number,
    public nextId: number,
  ) {
    const shallowest = Math.min(...beams.map(({ node }) => node.depth));
    for (const { node } of beams) this.remember(node, shallowest);
  }

  /**
   * Knows `node` and those before it again that could still be reached. One of them may have been pruned while what
   * follows it was kept: were it made anew, its texts would be two in the beam, each with a part of the probability.
   * A prefix only grows, so none that is as short as the shallowest comes back.
   */
  private remember(node: PrefixNode, shallowest: number): void {
    for (let each = node; each.parent && each.depth > shallowest; each = each.parent) {
      this.children.set(this.key(each.parent, each.unit), each);
    }
  }

  private key(parent: PrefixNode, unit: number): number {
    return parent.id * this.classes + unit;
  }

  private entry(node: PrefixNode): { blank: number; label: number } {
    let found = this.byNode.get(node.id);
    if (!found) this.byNode.set(node.id, (found = { node, blank: -Infinity, label: -Infinity }));
    return found;
  }

  addBlank(node: PrefixNode, logProbability: number): void {
    const entry = this.entry(node);
    entry.blank = logAdd(entry.blank, logProbability);
  }

  addLabel(node: PrefixNode, logProbability: number): void {
    const entry = this.entry(node);
    entry.label = logAdd(entry.label, logProbability);
  }

  /** `node` with `unit` behind it: the prefix that the beam has already, or a new one. */
  child(node: PrefixNode, unit: number, logPosterior: number): PrefixNode {
    const key = this.key(node, unit);
    let found = this.children.get(key);
    if (!found) {
      found = {
        id: this.nextId++,
        parent: node,
        depth: node.depth + 1,
        unit,
        step: this.step,
        logPosterior,
      };
      this.children.set(key, found);
    }
    return found;
  }

  get beams(): PrefixBeam[] {
    return [...this.byNode.values()];
  }
}

/** All ways on from one prefix over one step. `row` holds the log posteriors of the step. */
function extend(into: Merged, beam: PrefixBeam, row: Float32Array, units: readonly number[]): void {
  const blank = row.length - 1;
  const total = totalOf(beam);
  const { node } = beam;
  into.addBlank(node, total + row[blank]!);
  if (node.unit >= 0) into.addLabel(node, beam.label + row[node.unit]!);
  for (const unit of units) {
    // A repeated unit is a new one only behind a blank.
    const from = unit === node.unit ? beam.blank : total;
    if (from === -Infinity) continue;
    into.addLabel(into.child(node, unit, row[unit]!), from + row[unit]!);
  }
}

/** The best `width` prefixes within `scoreRange` of the best, best first. */
export function prune(beams: readonly PrefixBeam[], options: PrefixBeamOptions): PrefixBeam[] {
  const scored = beams.map((beam) => ({ beam, total: totalOf(beam) }));
  scored.sort((a, b) => b.total - a.total || a.beam.node.id - b.beam.node.id);
  const floor = (scored[0]?.total ?? 0) - options.scoreRange;
  return scored
    .slice(0, options.width)
    .filter(({ total }) => total >= floor)
    .map(({ beam }) => beam);
}

/** Units worth extending with in a step. */
function unitsAbove(row: Float32Array, floor: number): number[] {
  const units: number[] = [];
  for (let unit = 0; unit < row.length - 1; unit++) if (row[unit]! >= floor) units.push(unit);
  return units;
}

/** Goes on over the next T × classes log posteriors (the blank is the last class). */
export function prefixBeamAdvance(state: PrefixBeamState, logPosteriors: Matrix): PrefixBeamState {
  const { options } = state;
  const { columns, data } = logPosteriors;
  let { beams, nextId } = state;
  for (let t = 0; t < logPosteriors.rows; t++) {
    const row = data.subarray(t * columns, (t + 1) * columns);
    const units = unitsAbove(row, options.unitFloor);
    const merged = new Merged(beams, columns, state.steps + t, nextId);
    for (const beam of beams) extend(merged, beam, row, units);
    beams = prune(merged.beams, options);
    ({ nextId } = merged);
  }
  return { options, beams, steps: state.steps + logPosteriors.rows, nextId };
}

/** The `count` best texts so far, best first. */
export function prefixBeamBest(state: PrefixBeamState, count: number): DecodedUnits[] {
  return state.beams.slice(0, count).map((beam) => {
    const path: PrefixNode[] = [];
    for (let node = beam.node; node.parent; node = node.parent) path.push(node);
    path.reverse();
    return {
      units: path.map((node) => node.unit),
      starts: path.map((node) => node.step),
      ends: path.map((node) => node.step + 1),
      logPosteriors: path.map((node) => node.logPosterior),
      logProbability: totalOf(beam),
    };
  });
}
