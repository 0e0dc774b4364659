/**
 * The text of this run of the app. The main process keeps it, so that a window that crashes or reloads
 * loses nothing.
 * @module
 */
import type { AppEvent, Paragraph, PartialText } from '../src/protocol/ipc';

/** Marks that hang on the word before. */
const LEADING_MARK = /^[,.?!:;…)”%]/;

/** Paragraphs, the partial text under them, and what was cleared last. */
export class TranscriptStore {
  private list: readonly Paragraph[] = [];
  private cleared: readonly Paragraph[] | null = null;
  private current: PartialText | null = null;
  private nextId = 1;

  /** @param emit Hears every change, in the order of the changes. */
  constructor(private readonly emit: (event: AppEvent) => void) {}

  /** The final text so far. */
  get paragraphs(): readonly Paragraph[] {
    return this.list;
  }

  /** The text being spoken, or null. */
  get partial(): PartialText | null {
    return this.current;
  }

  /** Whether `restore` would bring something back. */
  get restorable(): boolean {
    return this.cleared !== null;
  }

  /** All final text, a line a paragraph. */
  get text(): string {
    return this.list.map(({ text }) => text).join('\n');
  }

  /** Shows the text being spoken; null takes it away. */
  setPartial(partial: PartialText | null): void {
    const shown = partial !== null && partial.committed + partial.tentative !== '' ? partial : null;
    if (shown === null && this.current === null) return;
    this.current = shown;
    this.emit({ kind: 'partial', partial: shown });
  }

  /** Takes the last paragraphs away, as "scratch that" asks. */
  takeBack(count: number): void {
    if (count > 0 && this.list.length > 0) this.replace(this.list.slice(0, -count));
  }

  /** Adds a final utterance; one without words adds nothing, one that begins with a mark goes on from the last. */
  add(text: string): void {
    const trimmed = text.trim();
    if (trimmed === '') return;
    const last = this.list.at(-1);
    if (last !== undefined && LEADING_MARK.test(trimmed)) {
      this.replace([...this.list.slice(0, -1), { ...last, text: last.text + trimmed }]);
      return;
    }
    const paragraph = { id: this.nextId++, text: trimmed };
    this.list = [...this.list, paragraph];
    this.emit({ kind: 'paragraph', paragraph });
  }

  /** Takes all final text away, until it is brought back or the next text is cleared. */
  clear(): void {
    if (this.list.length === 0) return;
    this.cleared = this.list;
    this.replace([]);
  }

  /** Brings cleared text back, before what was said since. */
  restore(): void {
    if (this.cleared === null) return;
    const list = [...this.cleared, ...this.list];
    this.cleared = null;
    this.replace(list);
  }

  private replace(list: readonly Paragraph[]): void {
    this.list = list;
    this.emit({ kind: 'transcript', paragraphs: list });
  }
}
