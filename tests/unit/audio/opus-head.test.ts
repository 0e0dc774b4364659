/**
 * Heads of Opus streams.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { isOpusHead, parseOpusHead } from '../../../src/audio/opus-head';
import { opusHead } from '../../support/opus-head';

describe('isOpusHead', () => {
  it('knows a head by its first eight bytes', () => {
    expect(isOpusHead(opusHead())).toBe(true);
    expect(isOpusHead(Buffer.from('OpusTags'))).toBe(false);
    expect(isOpusHead(Buffer.from('Opus'))).toBe(false);
  });
});

describe('parseOpusHead', () => {
  it('reads channels, pre-skip and gain', () => {
    expect(parseOpusHead(opusHead({ channels: 2, preSkip: 312, gain: -256 * 20 }))).toEqual({
      ...{ channels: 2, preSkip: 312, gain: 0.1 },
      ...{ streamCount: 1, coupledStreamCount: 1, channelMappingTable: [0, 1] },
    });
  });

  it('reads the table of more than two channels', () => {
    const table = [4, 2, 0, 4, 1, 2, 3];
    expect(parseOpusHead(opusHead({ channels: 5, family: 1, table }))).toMatchObject({
      ...{ channels: 5, streamCount: 4, coupledStreamCount: 2 },
      channelMappingTable: [0, 4, 1, 2, 3],
    });
  });

  it.each([
    ['0 channels', opusHead({ channels: 0 })],
    ['3 channels without a table', opusHead({ channels: 3 })],
    ['a table that is cut off', opusHead({ channels: 5, family: 1, table: [4, 2, 0] })],
    ['no stream', opusHead({ channels: 1, family: 1, table: [0, 0, 0] })],
    ['more pairs than streams', opusHead({ channels: 1, family: 1, table: [1, 2, 0] })],
    [
      'more channels in the table than streams',
      opusHead({ channels: 1, family: 1, table: [1, 0, 9] }),
    ],
    ['a later version', opusHead({ version: 16 })],
    ['too few bytes', opusHead().subarray(0, 18)],
  ])('refuses %s', (_, head) => {
    expect(parseOpusHead(head)).toBeUndefined();
  });
});
