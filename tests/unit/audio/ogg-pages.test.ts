/**
 * Ogg containers, whole, cut and damaged.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OggReader, type OggPage } from '../../../src/audio/ogg-pages';
import { oggPage } from '../../support/ogg-file';

const FIXTURE = readFileSync(join(import.meta.dirname, '../../fixtures/audio/mono-16k.opus'));

/** All pages of `bytes`, handed over in blocks of one length, and the reader. */
function read(bytes: Buffer, block = bytes.length): { pages: OggPage[]; reader: OggReader } {
  const reader = new OggReader();
  const pages: OggPage[] = [];
  for (let start = 0; start < bytes.length; start += block) {
    pages.push(...reader.accept(bytes.subarray(start, start + block)));
  }
  return { pages: [...pages, ...reader.finish()], reader };
}

const lengthsOf = (pages: readonly OggPage[]): number[][] =>
  pages.map(({ packets }) => packets.map(({ length }) => length));

describe('OggReader', () => {
  it('finds the pages of a real file: a head, comments, sound', () => {
    const { pages, reader } = read(FIXTURE);
    expect(pages[0]).toMatchObject({ first: true, last: false, granule: 0 });
    expect(Buffer.from(pages[0]!.packets[0]!).toString('latin1', 0, 8)).toBe('OpusHead');
    expect(Buffer.from(pages[1]!.packets[0]!).toString('latin1', 0, 8)).toBe('OpusTags');
    expect(pages.at(-1)).toMatchObject({ first: false, last: true });
    expect(reader.skipped).toBe(0);
  });

  it('finds the same whatever the blocks', () => {
    const whole = read(FIXTURE).pages;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), (block) => {
        expect(read(FIXTURE, block).pages).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('puts a packet together that goes over two pages', () => {
    const bytes = Buffer.concat([
      oggPage({
        packets: [Buffer.alloc(10, 1), Buffer.alloc(510, 2)],
        unfinished: true,
        sequence: 0,
      }),
      oggPage({ packets: [Buffer.alloc(90, 3)], continued: true, sequence: 1 }),
    ]);
    const { pages } = read(bytes);
    expect(lengthsOf(pages)).toEqual([[10], [600]]);
    expect([pages[1]!.packets[0]![0], pages[1]!.packets[0]!.at(-1)]).toEqual([2, 3]);
  });

  it('drops the end of a packet whose beginning is lost', () => {
    const bytes = oggPage({ packets: [Buffer.alloc(9), Buffer.alloc(7)], continued: true });
    expect(lengthsOf(read(bytes).pages)).toEqual([[7]]);
  });

  it('keeps packets of streams apart that are mixed', () => {
    const bytes = Buffer.concat([
      oggPage({ serial: 1, packets: [Buffer.alloc(255, 1)], unfinished: true }),
      oggPage({ serial: 2, packets: [Buffer.alloc(3, 2)] }),
      oggPage({ serial: 1, packets: [Buffer.alloc(5, 1)], continued: true }),
    ]);
    expect(lengthsOf(read(bytes).pages)).toEqual([[], [3], [260]]);
  });

  it('skips what is damaged and finds the next page', () => {
    const damaged = Buffer.from(FIXTURE);
    const second = damaged.indexOf('OggS', 10);
    damaged[second + 40]! ^= 0xff;
    const { pages, reader } = read(damaged);
    expect(pages).toHaveLength(read(FIXTURE).pages.length - 1);
    expect(reader.skipped).toBeGreaterThan(0);
  });

  it('skips garbage before, between and behind', () => {
    const page = oggPage({ packets: [Buffer.alloc(4)] });
    const garbage = Buffer.from('OggOggS-garbage-Ogg');
    const { pages, reader } = read(Buffer.concat([garbage, page, garbage, page, garbage]), 7);
    expect(pages).toHaveLength(2);
    expect(reader.skipped).toBe(3 * garbage.length);
  });

  it('finds a page behind a false mark that claims to be longer than the file', () => {
    const claim = Buffer.alloc(27 + 255, 255);
    claim.write('OggS\0', 0, 'latin1');
    claim[26] = 255;
    const { pages } = read(Buffer.concat([claim, oggPage({ packets: [Buffer.alloc(4)] })]));
    expect(pages).toHaveLength(1);
  });

  it('does not keep a packet without end in memory', () => {
    const reader = new OggReader();
    for (let sequence = 0; sequence < 40; sequence++) {
      const packets = [Buffer.alloc(255 * 255)];
      reader.accept(oggPage({ packets, unfinished: true, continued: sequence > 0, sequence }));
    }
    const [page] = reader.accept(oggPage({ packets: [Buffer.alloc(1)], continued: true }));
    expect(page?.packets).toEqual([]);
  });

  it('accepts any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (noise) => {
        const bytes = Buffer.concat([FIXTURE.subarray(0, 300), noise, FIXTURE.subarray(100, 900)]);
        expect(read(bytes, 97).pages.length).toBeGreaterThan(0);
      }),
    );
  });
});
