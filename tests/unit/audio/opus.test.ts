/**
 * Ogg Opus files: trimmed as they say, whole and damaged.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileBytes } from '../../../src/audio/file-bytes';
import { inspectOpus } from '../../../src/audio/opus';
import { oggPage } from '../../support/ogg-file';
import { opusHead, type HeadContent } from '../../support/opus-head';
import { scratchFolder } from '../../support/scratch-folder';

const scratch = scratchFolder();
const FIXTURE = readFileSync(join(import.meta.dirname, '../../fixtures/audio/mono-16k.opus'));

async function decode(
  bytes: Buffer,
): Promise<{ samples: Float32Array; length: number | undefined; warnings: string[] }> {
  const file = await FileBytes.open(scratch.write('file.opus', bytes));
  try {
    const stream = await inspectOpus(file);
    const blocks: Float32Array[] = [];
    const warnings: string[] = [];
    const warn = (line: string): number => warnings.push(line);
    for await (const block of stream.decode(file, warn)) blocks.push(block);
    const samples = Float32Array.from(blocks.flatMap((block) => [...block]));
    return { samples, length: stream.length, warnings };
  } finally {
    await file.close();
  }
}

/** The packets of sound of the fixture: mono, 20 ms each. */
const PACKETS = soundPackets();

function soundPackets(): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at < FIXTURE.length;) {
    const segments = FIXTURE[at + 26]!;
    let position = at + 27 + segments;
    for (let i = 0, start = position; i < segments; i++) {
      const lacing = FIXTURE[at + 27 + i]!;
      position += lacing;
      if (lacing < 255) packets.push(FIXTURE.subarray(start, (start = position)));
    }
    at = position;
  }
  return packets.slice(2);
}

interface FileContent extends HeadContent {
  readonly packets?: readonly Buffer[];
  /** Position at the end, at 48 kHz. */
  readonly granule: bigint;
  readonly serial?: number;
}

/** A file with all its sound on one page. */
function opusFile({
  packets = PACKETS.slice(0, 10),
  granule,
  serial = 1,
  ...head
}: FileContent): Buffer {
  return Buffer.concat([
    oggPage({ first: true, serial, packets: [opusHead(head)] }),
    oggPage({ serial, sequence: 1, packets: [Buffer.from('OpusTags')] }),
    oggPage({ last: true, serial, sequence: 2, granule, packets }),
  ]);
}

const SAMPLES_IN_PACKET = 320n;
const GRANULES_IN_PACKET = 3n * SAMPLES_IN_PACKET;

describe('inspectOpus', () => {
  it('decodes exactly as many samples as went in', async () => {
    const { samples, length, warnings } = await decode(FIXTURE);
    expect(samples).toHaveLength(16_000);
    expect(length).toBe(16_000);
    expect(warnings).toEqual([]);
  });

  it('leaves out the pre-skip at the beginning and what is behind the end', async () => {
    const all = await decode(opusFile({ granule: 10n * GRANULES_IN_PACKET }));
    const trimmed = await decode(
      opusFile({ preSkip: 312, granule: 10n * GRANULES_IN_PACKET - 480n }),
    );
    expect(all.samples).toHaveLength(3_200);
    expect(trimmed.samples).toEqual(all.samples.slice(104, -160));
  });

  it('counts from where a cut from a broadcast begins', async () => {
    const hour = 48_000n * 3_600n;
    const cut = Buffer.concat([
      oggPage({ first: true, packets: [opusHead()] }),
      oggPage({ packets: [Buffer.from('OpusTags')] }),
      oggPage({ packets: PACKETS.slice(0, 5), granule: hour }),
      oggPage({
        last: true,
        packets: PACKETS.slice(5, 10),
        granule: hour + 5n * GRANULES_IN_PACKET - 30n,
      }),
    ]);
    expect((await decode(cut)).samples).toHaveLength(3_200 - 10);
  });

  it('applies the gain of the head', async () => {
    const granule = 10n * GRANULES_IN_PACKET;
    const plain = await decode(opusFile({ granule }));
    const louder = await decode(opusFile({ granule, gain: 256 * 6 }));
    const factor = 10 ** (6 / 20);
    expect(louder.samples[1_000]).toBeCloseTo(plain.samples[1_000]! * factor, 5);
  });

  it('decodes files that are joined, one behind the other', async () => {
    const granule = 10n * GRANULES_IN_PACKET;
    const first = opusFile({ granule, serial: 1 });
    const second = opusFile({ granule, serial: 2 });
    const { samples } = await decode(Buffer.concat([first, second]));
    const alone = (await decode(first)).samples;
    expect(samples).toEqual(Float32Array.of(...alone, ...alone));
  });

  it('gives each file the same sound, whatever was decoded before', async () => {
    const granule = 10n * GRANULES_IN_PACKET;
    const before = await decode(opusFile({ granule }));
    await decode(opusFile({ granule, packets: PACKETS.slice(20, 40) }));
    expect((await decode(opusFile({ granule }))).samples).toEqual(before.samples);
  });

  it('decodes files at the same time without mixing them up', async () => {
    const granule = 10n * GRANULES_IN_PACKET;
    const alone = await decode(opusFile({ granule }));
    const paths = Array.from({ length: 8 }, (_, i) =>
      scratch.write(`same-${i}.opus`, opusFile({ granule })),
    );
    const decoded = await Promise.all(
      paths.map(async (path) => {
        const file = await FileBytes.open(path);
        const blocks: number[] = [];
        const stream = await inspectOpus(file);
        for await (const block of stream.decode(file, () => undefined)) blocks.push(...block);
        await file.close();
        return Float32Array.from(blocks);
      }),
    );
    for (const samples of decoded) expect(samples).toEqual(alone.samples);
  });

  it('gives what a truncated file has, with a warning', async () => {
    const { samples, warnings } = await decode(FIXTURE.subarray(0, FIXTURE.length - 100));
    expect(samples.length).toBeLessThan(16_000);
    expect(warnings).toHaveLength(1);
  });

  it('leaves out damaged packets, with a warning', async () => {
    const packets = [
      ...PACKETS.slice(0, 4),
      Buffer.alloc(3, 0xff),
      Buffer.alloc(9_000),
      PACKETS[4]!,
    ];
    const { samples, warnings } = await decode(
      opusFile({ packets, granule: 5n * GRANULES_IN_PACKET }),
    );
    expect(samples.length).toBeGreaterThanOrEqual(1_600);
    expect(warnings).toEqual([expect.stringMatching(/damaged packets were left out/)]);
  });

  it('refuses a broken head with one line', async () => {
    await expect(decode(opusFile({ channels: 0, granule: 0n }))).rejects.toThrow(
      /has a broken Opus header/,
    );
  });

  it('decodes more than two channels to their mean', async () => {
    // Four channels that all play the one stream.
    const granule = 10n * GRANULES_IN_PACKET;
    const table = [1, 0, 0, 0, 0, 0];
    const { samples } = await decode(opusFile({ channels: 4, family: 1, table, granule }));
    const alone = (await decode(opusFile({ granule }))).samples;
    expect(samples).toHaveLength(alone.length);
    expect(Math.abs(samples[1_500]! - alone[1_500]!)).toBeLessThan(1e-6);
  });
});
