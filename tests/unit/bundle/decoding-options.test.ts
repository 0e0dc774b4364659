/**
 * Decoding options as hostile input.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { parseDecodingOptions } from '../../../src/bundle/decoding-options';

const CONFIDENCE = { bias: -1, sound: 0.5, weakest: 0.2, phones: 0.1, agreement: 1 };
const RESCORING = { recurrent: 0.5, ngram: -0.2, word: 0.5, readings: 50 };
const LOG_PRIORS = new Array<number>(40).fill(-3);

describe('parseDecodingOptions', () => {
  it.each([
    {},
    { alpha: 0.8, beta: -0.5, width: 200 },
    { priorScale: 0.3, logPriors: LOG_PRIORS },
    { priorScale: 0 },
    { confidence: CONFIDENCE },
    { rescoring: RESCORING },
  ])('takes %j as it is', (options) => {
    expect(parseDecodingOptions(options, 'Model m')).toEqual(options);
  });

  it.each([
    [null, 'unreadable'],
    [[1], 'unreadable'],
    ['alpha', 'unreadable'],
    [{ alpha: '1' }, 'alpha'],
    [{ alpha: -1 }, 'alpha'],
    [{ width: 1e9 }, 'width'],
    [{ gamma: 1 }, '"gamma"'],
    [{ constructor: 1 }, '"constructor"'],
    [{ logPriors: [0] }, 'log priors'],
    [{ logPriors: LOG_PRIORS.map(() => 1) }, 'log priors'],
    [{ priorScale: 0.3 }, 'logPriors'],
    [{ confidence: 1 }, 'confidence'],
    [{ confidence: null }, 'confidence'],
    [{ confidence: { ...CONFIDENCE, bias: NaN } }, 'confidence'],
    [{ confidence: { ...CONFIDENCE, more: 1 } }, 'confidence'],
    [{ confidence: { bias: 1 } }, 'confidence'],
    [{ rescoring: null }, 'rescoring'],
    [{ rescoring: { ...RESCORING, recurrent: -1 } }, 'rescoring'],
    [{ rescoring: { ...RESCORING, readings: 1.5 } }, 'rescoring'],
    [{ rescoring: { ...RESCORING, readings: 1e6 } }, 'rescoring'],
    [{ rescoring: { ...RESCORING, more: 1 } }, 'rescoring'],
    [{ rescoring: { recurrent: 1 } }, 'rescoring'],
  ])('refuses %j', (value, part) => {
    expect(() => parseDecodingOptions(value, 'Model m')).toThrow(UserError);
    expect(() => parseDecodingOptions(value, 'Model m')).toThrow(part);
  });
});
