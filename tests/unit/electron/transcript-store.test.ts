/**
 * Tests of the transcript that the main process keeps.
 * @module
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { TranscriptStore } from '../../../electron/transcript-store';
import type { AppEvent } from '../../../src/protocol/ipc';

let events: AppEvent[];
let store: TranscriptStore;

beforeEach(() => {
  events = [];
  store = new TranscriptStore((event) => events.push(event));
});

describe('TranscriptStore', () => {
  it('numbers paragraphs, and never uses a number twice', () => {
    store.add('one');
    store.clear();
    store.add('two');
    expect(store.paragraphs).toEqual([{ id: 2, text: 'two' }]);
  });

  it('adds nothing for an utterance without words', () => {
    store.add('  ');
    expect(store.paragraphs).toEqual([]);
    expect(events).toEqual([]);
  });

  it('brings cleared text back before what was said since, once', () => {
    store.add('one');
    store.clear();
    expect(store.restorable).toBe(true);
    store.add('two');
    store.restore();
    store.restore();
    expect(store.text).toBe('one\ntwo');
    expect(store.restorable).toBe(false);
  });

  it('keeps what can be brought back when an empty transcript is cleared', () => {
    store.add('one');
    store.clear();
    store.clear();
    store.restore();
    expect(store.text).toBe('one');
  });

  it('takes the last paragraphs back, and no more than there are', () => {
    for (const text of ['one', 'two', 'three']) store.add(text);
    store.takeBack(0);
    expect(store.text).toBe('one\ntwo\nthree');
    store.takeBack(2);
    expect(store.text).toBe('one');
    store.takeBack(5);
    store.takeBack(1);
    expect(store.paragraphs).toEqual([]);
  });

  it('goes on from the last paragraph with one that begins with a mark', () => {
    store.add('. odd');
    store.add('one');
    store.add(', two');
    expect(store.paragraphs).toEqual([
      { id: 1, text: '. odd' },
      { id: 2, text: 'one, two' },
    ]);
  });

  it('tells of partial text only when there is some or it goes away', () => {
    store.setPartial(null);
    store.setPartial({ committed: '', tentative: '' });
    expect(events).toEqual([]);
    store.setPartial({ committed: 'a', tentative: '' });
    store.setPartial({ committed: '', tentative: '' });
    store.setPartial(null);
    expect(events.map((event) => event.kind === 'partial' && event.partial)).toEqual([
      { committed: 'a', tentative: '' },
      null,
    ]);
  });
});
