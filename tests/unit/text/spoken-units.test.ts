/**
 * Units, scaled money and days as they are said, and back.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { MONTHS, spellUnits, unitAt } from '../../../src/text/spoken-units';

describe('unitAt', () => {
  it.each([
    ['kilometers', 'km', 1],
    ['kilometres per hour', 'km/h', 3],
    ['mile per hour', 'mph', 3],
    ['degrees celsius', '°C', 2],
    ['kilohertz', 'kHz', 1],
  ])('knows %s', (words, sign, end) => {
    expect(unitAt(words.split(' '), 0)).toEqual({ sign, end });
  });

  it('knows no other words', () => {
    expect(unitAt(['miles', 'per', 'day'], 0)).toBeUndefined();
    expect(unitAt([], 0)).toBeUndefined();
  });
});

describe('spellUnits', () => {
  it.each([
    ['5 km', '5 kilometers'],
    ['1 km', '1 kilometer'],
    ['21 km', '21 kilometers'],
    ['60 mph, 100km/h', '60 miles per hour, 100 kilometers per hour'],
    ['-5 °C', '-5 degrees celsius'],
    ['$2.5 million', '2.5 million dollars'],
    ['June 3, 1990', 'June third, 1990'],
    ['May 32', 'May 32'],
    ['May 1990', 'May 1990'],
    ['5 KMs', '5 KMs'],
  ])('says %j as %j', (written, said) => {
    expect(spellUnits(written)).toBe(said);
  });
});

describe('MONTHS', () => {
  it('are twelve', () => {
    expect(MONTHS.size).toBe(12);
  });
});
