/**
 * Checks of config fields: what is refused, and that the message names it.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  checkAugmentation,
  checkConsistency,
  checkDescent,
  checkFixedLayers,
  checkNumbers,
  checkPhoneLoss,
  checkPieces,
  isTexts,
} from '../../../src/training/config-checks';

describe('config checks', () => {
  it('checkNumbers() names a number that is missing, outside or not whole', () => {
    expect(() => {
      checkNumbers({}, { dropout: [0, 1] });
    }).toThrow('dropout must be a number from 0 to 1');
    expect(() => {
      checkNumbers({ dropout: 2 }, { dropout: [0, 1] });
    }).toThrow('dropout must be a number from 0 to 1');
    expect(() => {
      checkNumbers({ layers: 1.5 }, { layers: [1, 4] });
    }).toThrow('layers must be a whole number');
    checkNumbers({ layers: 4, dropout: 0.5 }, { layers: [1, 4], dropout: [0, 1] });
  });

  it.each([
    [{ optimiser: 'adam' }, 'optimiser must be one of'],
    [{ momentum: 0.5 }, 'need optimiser sgd'],
    [{ optimiser: 'sgd', nesterov: true }, 'nesterov needs a momentum'],
    [{ chunkedShare: 0.5 }, 'chunkedShare needs chunks'],
    [{ chunks: { chunk: 1.5, context: 1 } }, 'whole numbers of blocks'],
    [{ chunks: { chunk: 1, context: 1, contextSteps: -1 } }, 'contextSteps must be a number'],
    [{ chunks: { chunk: 1, context: 1 }, truncatedBlocks: 2 }, 'leave one of them out'],
  ])('checkDescent() refuses %j', (fields, message) => {
    expect(() => {
      checkDescent(fields);
    }).toThrow(message);
  });

  it('checkDescent() takes chunks of blocks with a part of a context', () => {
    checkDescent({ chunks: { chunk: 1, context: 1, contextSteps: 12 }, chunkedShare: 0.3 });
  });

  it('checkAugmentation() names the field that is missing', () => {
    expect(() => {
      checkAugmentation({ speed: 0.1 });
    }).toThrow('warp must be a number');
  });

  it('checkConsistency() needs what makes two hearings differ, and labels without times', () => {
    checkConsistency({});
    checkConsistency({ consistency: 0.2, augmentation: {}, phoneLoss: 'crf' });
    expect(() => {
      checkConsistency({ consistency: 0.2, phoneLoss: 'crf' });
    }).toThrow('consistency needs augmentation');
    expect(() => {
      checkConsistency({ consistency: 0.2, augmentation: {}, phoneLoss: 'frames' });
    }).toThrow('does not go with phoneLoss frames');
  });

  it('checkFixedLayers() needs a model that has them', () => {
    checkFixedLayers({});
    checkFixedLayers({ fixedLayers: 2, initial: 'model' });
    expect(() => {
      checkFixedLayers({ fixedLayers: 2 });
    }).toThrow('fixedLayers needs initial');
  });

  it('checkPieces() needs what finds the pauses, and two lengths', () => {
    const pieces = { seconds: [2, 4], share: 0.5 };
    checkPieces({ pieces, initial: 'model', lexicon: 'dict' });
    expect(() => {
      checkPieces({ pieces, initial: 'model' });
    }).toThrow('needs initial and lexicon');
    expect(() => {
      checkPieces({ pieces: { ...pieces, seconds: [2] }, initial: 'model', lexicon: 'dict' });
    }).toThrow('1 must be a number');
  });

  it.each([
    [{ phoneLoss: 'mmi' }, 'must be one of ctc, crf, frames'],
    [{ initial: undefined }, 'frames needs initial and lexicon'],
    [{ lexicon: undefined }, 'frames needs initial and lexicon'],
    [{ frameWeight: 0.3 }, 'frameWeight needs phoneLoss ctc or crf'],
    [{ frameWeight: 0.3, phoneLoss: 'crf', lexicon: undefined }, 'frameWeight needs initial'],
    [{ phoneLoss: 'crf' }, 'excerpts needs phoneLoss frames'],
    [{ pieces: { seconds: [2, 4], share: 1 } }, 'does not go with pieces'],
    [{ characterWeight: 1 }, 'excerpts needs characterWeight 0'],
    [{ excerpts: { seconds: [1] } }, '1 must be a number'],
    [{ excerpts: { seconds: [1.6, 1] } }, 'the least of its seconds first'],
  ])('checkPhoneLoss() refuses %j', (change, message) => {
    const excerpts = { seconds: [1, 1.6] };
    const fields = { phoneLoss: 'frames', initial: 'model', lexicon: 'dict', characterWeight: 0 };
    checkPhoneLoss({ ...fields, excerpts });
    checkPhoneLoss({ ...fields, phoneLoss: 'crf', frameWeight: 0.3 });
    checkPhoneLoss({ ...fields, pieces: { seconds: [2, 4], share: 1 }, characterWeight: 1 });
    expect(() => {
      checkPhoneLoss({ ...fields, excerpts, ...change });
    }).toThrow(message);
  });

  it('isTexts() tells a list of texts', () => {
    expect([isTexts(['a']), isTexts('a'), isTexts([1])]).toEqual([true, false, false]);
  });
});
