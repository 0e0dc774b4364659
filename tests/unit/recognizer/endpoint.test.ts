/**
 * Endpoint rules and the choice of a quiet point to cut at.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  ENDPOINT_RULES,
  LONGEST_UTTERANCE,
  endpointOf,
  quietestFrame,
  type UtteranceState,
} from '../../../src/recognizer/endpoint';

const SPEAKING: UtteranceState = { hasText: true, voiceSilence: 0, blankSilence: 0.1, length: 3 };

function fired(change: Partial<UtteranceState>): string | undefined {
  return endpointOf({ ...SPEAKING, ...change })?.name;
}

describe('endpointOf', () => {
  it('lets somebody speak', () => {
    expect(fired({})).toBeUndefined();
  });

  it('ends at a pause only when energy and network agree', () => {
    expect(fired({ voiceSilence: 0.6, blankSilence: 0.6 })).toBe('pause');
    expect(fired({ voiceSilence: 0.58, blankSilence: 1 })).toBeUndefined();
    expect(fired({ voiceSilence: 1, blankSilence: 0.3 })).toBeUndefined();
  });

  it('believes either witness alone after a longer time', () => {
    expect(fired({ voiceSilence: 2 })).toBe('long silence');
    expect(fired({ blankSilence: 2 })).toBe('long blank');
  });

  it('discards five seconds without text, and keeps waiting before', () => {
    expect(fired({ hasText: false, blankSilence: 5 })).toBe('nothing said');
    expect(fired({ hasText: false, blankSilence: 4.9 })).toBeUndefined();
  });

  it('cuts at the longest utterance', () => {
    expect(fired({ length: LONGEST_UTTERANCE })).toBe('too long');
    expect(endpointOf({ ...SPEAKING, length: LONGEST_UTTERANCE })?.action).toBe('cut');
  });

  it('asks rules given by the caller instead of its own', () => {
    const rules = [{ name: 'hasty', action: 'finish', voiceSilence: 0.2 }] as const;
    expect(endpointOf({ ...SPEAKING, voiceSilence: 0.2 }, rules)?.name).toBe('hasty');
    expect(endpointOf({ ...SPEAKING, length: 99 }, rules)).toBeUndefined();
  });

  it('has a rule for every way out, so that no utterance lasts for ever', () => {
    expect(ENDPOINT_RULES.some((rule) => rule.length !== undefined)).toBe(true);
  });
});

describe('quietestFrame', () => {
  it('finds the middle of the longest dip', () => {
    const levels = [-20, -20, -50, -50, -50, -50, -50, -20, -20, -60, -20, -20];
    expect(quietestFrame(levels, 0)).toBe(4);
  });

  it('looks only from the given frame on', () => {
    const levels = [-90, -90, -90, -90, -20, -20, -20, -40, -20, -20, -20];
    expect(quietestFrame(levels, 6)).toBeGreaterThanOrEqual(6);
  });

  it('takes the last of equals, so that digital silence is cut late', () => {
    expect(quietestFrame([-120, -120, -120, -120], 0)).toBe(3);
  });

  it('refuses a range without frames', () => {
    expect(() => quietestFrame([-20], 1)).toThrow(RangeError);
  });
});
