/**
 * Tests of scripts/test-report.mjs.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { countsOf, sumCounts } from '../../../scripts/test-report.mjs';

const GREEN = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };

describe('countsOf', () => {
  it('takes the numbers of a good run, to-dos as skipped', () => {
    expect(countsOf(0, GREEN)).toEqual({ passed: 3, failed: 0, skipped: 2 });
  });

  it('counts a run that ended badly without a failed test as one failure', () => {
    expect(countsOf(1, GREEN).failed).toBe(1);
  });

  it('does not add to failed tests the bad end that they cause', () => {
    expect(countsOf(1, { ...GREEN, numFailedTests: 4 }).failed).toBe(4);
  });

  it('counts a run that a signal ended before its report as one failure', () => {
    expect(countsOf(null, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('sumCounts', () => {
  it('adds each number', () => {
    const parts = [
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ];
    expect(sumCounts(parts)).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });
});
