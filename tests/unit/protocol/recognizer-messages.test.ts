/**
 * Tests of the guards between the main process and the recogniser.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  isRecognizerCommand,
  isRecognizerMessage,
  isTranscriptEvent,
  MAX_AUDIO_SAMPLES,
  type RecognizerCommand,
  type RecognizerMessage,
} from '../../../src/protocol/recognizer-messages';
import { AS_SAID } from '../../../src/protocol/writing';

const WORD = { word: 'hello', start: 0.25, end: 0.5, confidence: 0.75 };
const RESULT = { start: 0.25, end: 0.5, text: 'hello', words: [WORD] };

describe('isRecognizerCommand', () => {
  it('takes begin, audio and finish', () => {
    const commands: RecognizerCommand[] = [
      { kind: 'begin', writing: AS_SAID },
      { kind: 'audio', samples: new Int16Array(512) },
      { kind: 'finish' },
    ];
    expect(commands.every(isRecognizerCommand)).toBe(true);
  });

  it.each([
    [null],
    [{ kind: 'begin' }],
    [{ kind: 'begin', writing: { numbers: true } }],
    [{ kind: 'audio' }],
    [{ kind: 'audio', samples: [1, 2, 3] }],
    [{ kind: 'audio', samples: new Float32Array(512) }],
    [{ kind: 'audio', samples: new Int16Array(MAX_AUDIO_SAMPLES + 1) }],
    [{ kind: 'finish', now: true }],
  ])('refuses %#', (value: unknown) => {
    expect(isRecognizerCommand(value)).toBe(false);
  });
});

describe('isRecognizerMessage', () => {
  it('takes everything that a recogniser says', () => {
    const messages: RecognizerMessage[] = [
      { kind: 'ready' },
      { kind: 'heard', samples: 512 },
      { kind: 'finished' },
      { kind: 'failed', message: 'no model in models/english', mend: 'run the set-up again' },
      {
        kind: 'event',
        event: { kind: 'partial', utterance: 0, committed: 'he', tentative: 'llo' },
      },
      { kind: 'event', event: { kind: 'final', utterance: 0, result: RESULT } },
      {
        kind: 'event',
        event: { kind: 'final', utterance: 1, result: { ...RESULT, scratches: 2 } },
      },
    ];
    expect(messages.every(isRecognizerMessage)).toBe(true);
  });

  it.each([
    [undefined],
    [{ kind: 'heard', samples: -1 }],
    [{ kind: 'heard', samples: Number.NaN }],
    [{ kind: 'failed', message: 'x'.repeat(5_000), mend: '' }],
    [{ kind: 'event' }],
  ])('refuses %#', (value: unknown) => {
    expect(isRecognizerMessage(value)).toBe(false);
  });
});

describe('isTranscriptEvent', () => {
  it.each([
    ['no utterance', { kind: 'partial', committed: '', tentative: '' }],
    ['text that is none', { kind: 'partial', utterance: 0, committed: 3, tentative: '' }],
    ['no result', { kind: 'final', utterance: 0 }],
    ['an end before the start', final({ ...RESULT, end: 0.1 })],
    ['a time that is none', final({ ...RESULT, start: Number.NaN })],
    ['words that are no list', final({ ...RESULT, words: 'hello' })],
    ['a confidence over 1', final({ ...RESULT, words: [{ ...WORD, confidence: 1.1 }] })],
    ['too many words', final({ ...RESULT, words: Array.from({ length: 20_001 }, () => WORD) })],
  ])('refuses an event with %s', (_what, value: unknown) => {
    expect(isTranscriptEvent(value)).toBe(false);
  });
});

function final(result: unknown): unknown {
  return { kind: 'final', utterance: 0, result };
}
