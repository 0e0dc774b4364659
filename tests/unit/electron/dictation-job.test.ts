/**
 * Tests of one dictation's way through recognisers that lag, die and come back.
 * @module
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { DictationJob, type JobListener, SAMPLE_RATE } from '../../../electron/dictation-job';
import type { PartialText } from '../../../src/protocol/ipc';
import type { RecognizerCommand } from '../../../src/protocol/recognizer-messages';
import type { Utterance } from '../../../src/protocol/transcript';

const WRITING = { numbers: true, punctuation: false, commands: true };

let commands: RecognizerCommand[];
let partials: (PartialText | null)[];
let finals: Utterance[];
let done: number;
let job: DictationJob;

beforeEach(() => {
  commands = [];
  partials = [];
  finals = [];
  done = 0;
  const listener: JobListener = {
    send: (command) => commands.push(command),
    onPartial: (partial) => partials.push(partial),
    onFinal: (result) => finals.push(result),
    onDone: () => (done += 1),
  };
  job = new DictationJob(listener, 60 * SAMPLE_RATE, WRITING);
});

function sentSamples(): number {
  return commands.reduce((sum, c) => sum + (c.kind === 'audio' ? c.samples.length : 0), 0);
}

function finalAt(end: number): Parameters<DictationJob['accept']>[0] {
  return {
    kind: 'event',
    event: { kind: 'final', utterance: 0, result: { start: 0, end, text: 'yes', words: [] } },
  };
}

describe('DictationJob', () => {
  it('tells each recogniser how text is written', () => {
    job.run();
    job.interrupt();
    job.run();
    expect(commands).toEqual(
      Array.from({ length: 2 }, () => ({ kind: 'begin', writing: WRITING })),
    );
  });

  it('keeps the audio until a recogniser is there', () => {
    job.append(new Int16Array(1_000));
    expect(commands).toEqual([]);
    job.run();
    expect(commands.map(({ kind }) => kind)).toEqual(['begin', 'audio']);
    expect(sentSamples()).toBe(1_000);
  });

  it('sends no more than two seconds ahead of the recogniser, and goes on when it has heard them', () => {
    job.run();
    job.append(new Int16Array(10 * SAMPLE_RATE));
    expect(sentSamples()).toBe(2 * SAMPLE_RATE);
    expect(job.behindSeconds).toBe(10);
    job.accept({ kind: 'heard', samples: SAMPLE_RATE });
    expect(sentSamples()).toBe(3 * SAMPLE_RATE);
    expect(job.behindSeconds).toBe(9);
  });

  it('finishes only after all audio was sent, and once', () => {
    job.run();
    job.append(new Int16Array(3 * SAMPLE_RATE));
    job.end();
    expect(commands.at(-1)?.kind).toBe('audio');
    job.accept({ kind: 'heard', samples: 2 * SAMPLE_RATE });
    job.accept({ kind: 'heard', samples: 3 * SAMPLE_RATE });
    expect(commands.filter(({ kind }) => kind === 'finish')).toHaveLength(1);
    expect(done).toBe(0);
    job.accept({ kind: 'finished' });
    expect(done).toBe(1);
  });

  it('starts again at the last final text when the recogniser died, and takes the partial text away', () => {
    job.run();
    job.append(new Int16Array(SAMPLE_RATE));
    job.accept({ kind: 'heard', samples: SAMPLE_RATE });
    job.accept(finalAt(0.75));
    job.accept({
      kind: 'event',
      event: { kind: 'partial', utterance: 1, committed: 'no', tentative: '' },
    });
    job.interrupt();
    expect(partials.at(-1)).toBeNull();
    job.append(new Int16Array(100));
    commands = [];
    job.run();
    expect(commands[0]?.kind).toBe('begin');
    expect(sentSamples()).toBe(SAMPLE_RATE / 4 + 100);
    job.end();
    expect(commands.at(-1)?.kind).toBe('finish');
  });

  it('sends finish again to the next recogniser when one died after it', () => {
    job.run();
    job.append(new Int16Array(100));
    job.end();
    job.interrupt();
    commands = [];
    job.run();
    expect(commands.map(({ kind }) => kind)).toEqual(['begin', 'audio', 'finish']);
  });

  it('shows partial text until its final comes', () => {
    job.run();
    job.append(new Int16Array(SAMPLE_RATE));
    job.accept({
      kind: 'event',
      event: { kind: 'partial', utterance: 0, committed: 'y', tentative: 'es' },
    });
    job.accept(finalAt(0.5));
    expect(partials).toEqual([{ committed: 'y', tentative: 'es' }, null]);
    expect(finals.map(({ text }) => text)).toEqual(['yes']);
  });

  it('hears nothing from a recogniser that it does not have', () => {
    job.accept(finalAt(0.5));
    job.accept({ kind: 'finished' });
    expect(finals).toEqual([]);
    expect(done).toBe(0);
  });
});
