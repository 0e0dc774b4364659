/**
 * The utterance in progress: its chunks, what it says of itself, and where it may be cut.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { STEP_SAMPLES, frameCount } from '../../../src/features/definition';
import { LiveUtterance, type HeardFrame } from '../../../src/recognizer/live-utterance';
import { VOICE_FRAME_SAMPLES, VoiceActivity } from '../../../src/recognizer/voice-activity';
import { lettersFirstPass } from '../../../src/recognizer/first-pass';
import { ALPHABET, loudnessParts } from './loudness-network';
import { babble, concatenated, mixed, noise, silence } from './signals';

function framesOf(samples: Int16Array): HeardFrame[] {
  const voice = new VoiceActivity();
  const count = Math.floor(samples.length / VOICE_FRAME_SAMPLES);
  return Array.from({ length: count }, (_, i) => {
    const frame = samples.subarray(i * VOICE_FRAME_SAMPLES, (i + 1) * VOICE_FRAME_SAMPLES);
    return { samples: frame, ...voice.accept(frame) };
  });
}

/** 1 s of room, 2 s of speech, 1 s of room. */
const SPOKEN = mixed(concatenated(silence(1), babble(2), silence(1)), noise('white', 4, -75));

function fed(samples: Int16Array): LiveUtterance {
  const utterance = new LiveUtterance(loudnessParts(), 0, lettersFirstPass(ALPHABET));
  for (const frame of framesOf(samples)) utterance.accept(frame);
  return utterance;
}

describe('LiveUtterance', () => {
  it('has neither text nor silence before anything was heard', () => {
    const utterance = new LiveUtterance(loudnessParts(), 0, lettersFirstPass(ALPHABET));
    expect(utterance.text).toEqual({ committed: '', tentative: '' });
    expect(utterance.state).toEqual({
      hasText: false,
      voiceSilence: 0,
      blankSilence: 0,
      length: 0,
    });
  });

  it('tells how long it is and how long both witnesses have been silent', () => {
    const { hasText, voiceSilence, blankSilence, length } = fed(SPOKEN).state;
    expect(hasText).toBe(true);
    expect(length).toBeCloseTo(4, 6);
    expect(voiceSilence).toBeGreaterThan(0.9);
    expect(voiceSilence).toBeLessThan(1.2);
    expect(blankSilence).toBeGreaterThan(0.9);
    expect(blankSilence).toBeLessThan(1.3);
  });

  it('decodes the last steps only when it is flushed', () => {
    const utterance = fed(SPOKEN.subarray(0, 2.5 * 16000));
    const said = (): string => `${utterance.text.committed} ${utterance.text.tentative}`.trim();
    const before = said();
    utterance.flush();
    const after = said();
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.startsWith(before)).toBe(true);
  });

  it('keeps every whole step for the second pass', () => {
    const utterance = fed(SPOKEN);
    expect(utterance.stepsUntil().rows).toBe(Math.floor(frameCount(SPOKEN.length) / 3));
    expect(utterance.stepsUntil(50).rows).toBe(
      Math.floor((50 * VOICE_FRAME_SAMPLES) / STEP_SAMPLES),
    );
  });

  it('gives back the frames after the last voiced one', () => {
    const rest = fed(SPOKEN).framesFrom();
    expect(rest.length).toBeGreaterThan(45);
    expect(rest.every((frame) => !frame.voiced)).toBe(true);
  });

  it('is best cut where it is quiet', () => {
    const pause = 2.6 * 50;
    const cut = fed(
      mixed(concatenated(babble(2.5), silence(0.2), babble(1.3)), noise('white', 4, -75)),
    ).quietestRecentFrame();
    expect(Math.abs(cut - pause)).toBeLessThanOrEqual(5);
  });
});
