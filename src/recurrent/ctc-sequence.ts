/**
 * CTC's forward and backward sums over the alignments of one sequence, scaled to a sum of 1 in every step instead of
 * kept as logarithms, in 64 bits, and only over positions that an alignment can be in.
 * T steps, C classes with the blank last, L labels; n = 2·L + 1 positions: the labels with a blank around each.
 * Source: Graves et al. 2006, "Connectionist Temporal Classification", equations 6–15 and the scaling in section 4.1.
 * @module
 */

/** Where the posteriors of a sequence stand in a batch, and where its gradient goes. */
export interface SequencePlace {
  /** T × B × C posteriors; the gradient has the same layout. */
  readonly posteriors: Float32Array;
  readonly gradient: Float32Array;
  /** Index of the first step's first class, and from a step to the next. */
  readonly first: number;
  readonly stride: number;
  readonly steps: number;
  readonly classes: number;
}

/** Zeros beside the positions of a row, so that the first ones have neighbours. */
const MARGIN = 2;

/** The sums of one sequence after another, in memory that grows to the longest. */
export class CtcSequence {
  private sums = new Float64Array(0);
  private behind = new Float64Array(0);
  /** Class of each position, and 1 where a blank before it may be left out. */
  private units = new Int32Array(0);
  private skips = new Float64Array(0);
  private occupancies = new Float64Array(0);

  /**
   * Writes the gradient by the logits, posterior minus occupancy.
   * @returns The loss; ∞ where the steps cannot hold the labels (nothing is written then), and NaN where all
   * alignments are so improbable that even scaled sums vanish: the sequence needs logarithms.
   */
  learn(place: SequencePlace, labels: Int32Array): number {
    const n = 2 * labels.length + 1;
    let needed = labels.length;
    for (let i = 1; i < labels.length; i++) if (labels[i] === labels[i - 1]) needed++;
    if (place.steps < needed) return Infinity;
    this.prepare(place, labels, n);
    const loss = this.forward(place, n);
    return Number.isFinite(loss) && this.backward(place, n) ? loss : NaN;
  }

  private prepare({ steps, classes }: SequencePlace, labels: Int32Array, n: number): void {
    const width = n + 2 * MARGIN;
    if (this.sums.length < steps * width) this.sums = new Float64Array(steps * width);
    if (this.units.length < width) {
      this.units = new Int32Array(width);
      this.skips = new Float64Array(width);
      this.behind = new Float64Array(2 * width);
    }
    if (this.occupancies.length < classes) this.occupancies = new Float64Array(classes);
    for (let s = 0; s < n; s++) {
      const label = s % 2 === 1;
      const unit = label ? labels[(s - 1) / 2]! : classes - 1;
      this.units[s] = unit;
      this.skips[s] = label && s > 1 && unit !== this.units[s - 2] ? 1 : 0;
    }
    this.skips.fill(0, n, n + MARGIN);
    this.behind.fill(0, 0, 2 * width);
  }

  /** α of every step into `sums`, row by row; gives the loss. */
  private forward({ posteriors, first, stride, steps }: SequencePlace, n: number): number {
    const { sums, units, skips } = this;
    const width = n + 2 * MARGIN;
    let logSum = 0;
    for (let t = 0; t < steps; t++) {
      const low = Math.max(0, n - 2 * (steps - t));
      const high = Math.min(n - 1, 2 * t + 1);
      const y = first + t * stride;
      const row = t * width + MARGIN;
      const before = row - width;
      let total = 0;
      for (let s = low; s <= high; s++) {
        const paths =
          t === 0
            ? 1
            : sums[before + s]! + sums[before + s - 1]! + skips[s]! * sums[before + s - 2]!;
        const sum = paths * posteriors[y + units[s]!]!;
        sums[row + s] = sum;
        total += sum;
      }
      // What the next step reads beside this step's positions.
      for (let i = 1; i <= MARGIN; i++) sums[row + low - i] = sums[row + high + i] = 0;
      if (!(total > 0)) return NaN;
      const scale = 1 / total;
      for (let s = low; s <= high; s++) sums[row + s]! *= scale;
      logSum += Math.log(total);
    }
    const end = (steps - 1) * width + MARGIN + n - 1;
    return -logSum - Math.log(sums[end]! + (n > 1 ? sums[end - 1]! : 0));
  }

  /** β from the last step back, never kept; occupancies on the way. Says whether they could be told. */
  private backward(place: SequencePlace, n: number): boolean {
    const { posteriors, first, stride, steps, classes, gradient } = place;
    const { sums, units, skips, occupancies } = this;
    const width = n + 2 * MARGIN;
    // β of this step, and β times posterior of the step behind.
    const now = this.behind.subarray(0, width);
    const next = this.behind.subarray(width, 2 * width);
    for (let t = steps - 1; t >= 0; t--) {
      const low = Math.max(0, n - 2 * (steps - t));
      const high = Math.min(n - 1, 2 * t + 1);
      const y = first + t * stride;
      const row = t * width + MARGIN;
      occupancies.fill(0);
      let through = 0;
      let total = 0;
      for (let s = low; s <= high; s++) {
        const paths = t === steps - 1 ? 1 : next[s]! + next[s + 1]! + skips[s + 2]! * next[s + 2]!;
        now[s] = paths;
        total += paths;
        const occupancy = paths * sums[row + s]!;
        occupancies[units[s]!]! += occupancy;
        through += occupancy;
      }
      if (!(through > 0)) return false;
      for (let c = 0; c < classes; c++) {
        gradient[y + c] = posteriors[y + c]! - occupancies[c]! / through;
      }
      const scale = 1 / total;
      for (let s = low; s <= high; s++) next[s] = now[s]! * scale * posteriors[y + units[s]!]!;
      next[high + 1] = next[high + 2] = 0;
      for (let s = Math.max(0, low - 2); s < low; s++) next[s] = 0;
    }
    return true;
  }
}
