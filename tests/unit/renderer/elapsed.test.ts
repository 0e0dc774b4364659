/**
 * Tests of the clock's text.
 * @module
 */
import { expect, it } from 'vitest';
import { formatElapsed } from '../../../renderer/elapsed';

it.each([
  [0, '0:00'],
  [-1, '0:00'],
  [9.99, '0:09'],
  [60, '1:00'],
  [754, '12:34'],
  [3_600, '1:00:00'],
  [36_061, '10:01:01'],
])('formatElapsed writes %d s as %s', (seconds, text) => {
  expect(formatElapsed(seconds)).toBe(text);
});
