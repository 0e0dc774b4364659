/**
 * The audio of a dictation that the recogniser has not turned into final text yet. It feeds the recogniser
 * no faster than it works, and it can be played again from the last final text when the recogniser dies.
 * @module
 */

/** Samples in the queue's blocks, counted from the start of the dictation, at 16 kHz. */
interface Block {
  readonly start: number;
  readonly samples: Int16Array;
}

/** A bounded queue of samples with three marks: kept from, sent up to, appended up to. */
export class AudioBacklog {
  private blocks: Block[] = [];
  private kept = 0;
  private sent = 0;
  private appended = 0;
  private lost = 0;

  /** @param capacity Most samples that are kept; the oldest are given up first. */
  constructor(private readonly capacity: number) {}

  /** First sample that is still kept. */
  get keptFrom(): number {
    return this.kept;
  }

  /** Samples appended so far. */
  get length(): number {
    return this.appended;
  }

  /** Samples sent so far. */
  get sentUpTo(): number {
    return this.sent;
  }

  /** Samples that were given up before they had been sent. */
  get skipped(): number {
    return this.lost;
  }

  /** Adds samples at the end; the array is kept, not copied. */
  append(samples: Int16Array): void {
    if (samples.length === 0) return;
    this.blocks.push({ start: this.appended, samples });
    this.appended += samples.length;
    const from = this.appended - this.capacity;
    if (from > this.kept) {
      this.lost += Math.max(0, from - Math.max(this.sent, this.kept));
      this.trim(from);
    }
  }

  /** The next unsent samples, at most `limit` of them, in an array of their own; null when all is sent. */
  take(limit: number): Int16Array | null {
    const from = this.sent;
    const until = Math.min(from + limit, this.appended);
    if (until <= from) return null;
    const taken = new Int16Array(until - from);
    for (const { start, samples } of this.blocks) {
      const first = Math.max(from, start);
      const last = Math.min(until, start + samples.length);
      if (first < last) taken.set(samples.subarray(first - start, last - start), first - from);
    }
    this.sent = until;
    return taken;
  }

  /** Forgets everything before sample `until`: its text is final. */
  trim(until: number): void {
    this.kept = Math.min(Math.max(this.kept, until), this.appended);
    this.sent = Math.max(this.sent, this.kept);
    const first = this.blocks.findIndex(({ start, samples }) => start + samples.length > this.kept);
    this.blocks = first < 0 ? [] : this.blocks.slice(first);
  }

  /** Everything that is kept counts as unsent again. */
  rewind(): void {
    this.sent = this.kept;
  }
}
