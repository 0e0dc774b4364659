/**
 * Tests that the made-up sound wakes a recogniser: one that sounds like nothing would warm nothing up.
 * @module
 */
import { expect, it } from 'vitest';
import { warmUp } from '../../../electron/warm-up';
import { hearsVoice } from '../../../src/recognizer/voice-activity';

it('warmUp plays something that counts as a voice, and ends its stream', () => {
  const heard: Int16Array[] = [];
  let finished = 0;
  warmUp({
    openStream: () => ({
      accept: (samples) => {
        heard.push(samples);
        return [];
      },
      finish: () => {
        finished += 1;
        return [];
      },
    }),
  });
  expect(heard.some(hearsVoice)).toBe(true);
  expect(finished).toBe(1);
});
