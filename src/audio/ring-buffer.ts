/**
 * The last moments of sound, kept in a fixed block of memory: what was said just before listening began.
 * @module
 */

/** Holds the newest `capacity` samples. */
export class RingBuffer {
  private readonly memory: Int16Array;
  /** Where the next sample goes. */
  private next = 0;
  private filled = 0;

  /**
   * @param capacity Samples; 450 ms of pre-roll are 7200.
   * @throws RangeError unless it is a whole number above 0.
   */
  constructor(capacity: number) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new RangeError(
        `Cannot make a ring buffer as its capacity must be a whole number above 0: current value is ${capacity}`,
      );
    }
    this.memory = new Int16Array(capacity);
  }

  /** How many samples it holds now. */
  get length(): number {
    return this.filled;
  }

  /** Appends samples; the oldest ones beyond the capacity are forgotten. */
  write(samples: Int16Array): void {
    const { length } = this.memory;
    const kept = samples.length > length ? samples.subarray(samples.length - length) : samples;
    const first = Math.min(kept.length, length - this.next);
    this.memory.set(kept.subarray(0, first), this.next);
    this.memory.set(kept.subarray(first), 0);
    this.next = (this.next + kept.length) % length;
    this.filled = Math.min(length, this.filled + kept.length);
  }

  /** A copy of what it holds, oldest first. */
  read(): Int16Array {
    const samples = new Int16Array(this.filled);
    const start = (this.next - this.filled + this.memory.length) % this.memory.length;
    const first = Math.min(this.filled, this.memory.length - start);
    samples.set(this.memory.subarray(start, start + first));
    samples.set(this.memory.subarray(0, this.filled - first), first);
    return samples;
  }

  /** Forgets everything. */
  clear(): void {
    this.next = 0;
    this.filled = 0;
  }
}
