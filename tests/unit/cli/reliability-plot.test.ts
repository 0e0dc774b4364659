/**
 * The picture of reliability.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { reliabilityPlot } from '../../../src/cli/reliability-plot';
import { reliabilityOf } from '../../../src/training/calibration';

describe('reliabilityPlot', () => {
  it('has a dot for each bin with words, where its shares put it', () => {
    const before = reliabilityOf([{ confidence: 1, isRight: false }]);
    const after = reliabilityOf([
      { confidence: 0, isRight: false },
      { confidence: 0.5, isRight: true },
    ]);
    const svg = reliabilityPlot('three words', before, after);
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg).toContain('<circle cx="368.0" cy="368.0"');
    expect(svg).toContain('<circle cx="208.0" cy="48.0"');
    expect(svg).toContain('mean posterior: error 100.0 %');
    expect(svg).toContain('calibrated: error 25.0 %');
    expect(svg).toContain('three words');
  });
});
