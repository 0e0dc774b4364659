/**
 * A muted microphone is noticed, a quiet room is not.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { SilenceWatch } from '../../../src/audio/silence-watch';

const FRAME = 512;
const FRAMES_IN_3_S = Math.ceil((3 * 16_000) / FRAME);

/** A frame that swings between both signs of an amplitude. */
const frame = (amplitude: number): Int16Array =>
  Int16Array.from({ length: FRAME }, (_, i) => (i % 2 === 0 ? amplitude : -amplitude));

/** What is noticed in so many frames of an amplitude. */
function news(watch: SilenceWatch, amplitude: number, frames: number): string[] {
  return Array.from({ length: frames }, () => watch.accept(frame(amplitude))).filter(
    (kind) => kind !== undefined,
  );
}

describe('SilenceWatch', () => {
  it('reports digital silence once, after 3 s', () => {
    const watch = new SilenceWatch();
    expect(news(watch, 0, FRAMES_IN_3_S - 1)).toEqual([]);
    expect(news(watch, 0, 1)).toEqual(['silent']);
    expect(news(watch, 0, 500)).toEqual([]);
  });

  it('counts noise below −70 dBFS as silence, and above as sound', () => {
    expect(news(new SilenceWatch(), 10, FRAMES_IN_3_S)).toEqual(['silent']);
    expect(news(new SilenceWatch(), 11, FRAMES_IN_3_S)).toEqual([]);
  });

  it('reports sound as soon as it is back', () => {
    const watch = new SilenceWatch();
    news(watch, 0, FRAMES_IN_3_S);
    expect(news(watch, 3_000, 3)).toEqual(['sound']);
  });

  it('does not add up pauses with sound between them', () => {
    const watch = new SilenceWatch();
    news(watch, 0, FRAMES_IN_3_S - 1);
    news(watch, 3_000, 1);
    expect(news(watch, 0, FRAMES_IN_3_S - 1)).toEqual([]);
  });

  it('starts anew after reset()', () => {
    const watch = new SilenceWatch();
    news(watch, 0, FRAMES_IN_3_S);
    watch.reset();
    expect(news(watch, 3_000, 1)).toEqual([]);
    expect(news(watch, 0, FRAMES_IN_3_S)).toEqual(['silent']);
  });
});
