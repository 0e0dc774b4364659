/**
 * A room done to log mel powers is the room done to samples, on average.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { hearInRoom, readRooms, roomOf } from '../../../src/training/room';
import { bandMeans, logMels } from '../../support/log-mels';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();

/** Where the direct sound is. */
const DIRECT = 40;

/** A direct sound, and behind it noise that falls by 60 dB in half a second, duller as it fades. */
function response(seed: number): Int16Array {
  const random = new Random(seed);
  let last = 0;
  return Int16Array.from({ length: 8000 }, (_, n) => {
    last = 0.6 * last + random.normal();
    return n === DIRECT ? 20_000 : n < DIRECT ? 0 : 900 * last * 10 ** (-3 * (n / 8000));
  });
}

function convolve(sound: Float64Array, room: Int16Array): Float64Array {
  const energy = room.reduce((sum, h) => sum + h * h, 0);
  const result = new Float64Array(sound.length);
  for (const [delay, h] of room.entries()) {
    if (h === 0) continue;
    const gain = h / Math.sqrt(energy);
    for (let n = delay - DIRECT; n < sound.length; n++) {
      result[n]! += gain * sound[n - delay + DIRECT]!;
    }
  }
  return result;
}

/** Bursts of noise with pauses between. */
function bursts(length: number): Float64Array {
  const random = new Random(2);
  return Float64Array.from({ length }, (_, n) =>
    Math.floor(n / 3200) % 3 === 0 ? 2000 * random.normal() : 0,
  );
}

describe('roomOf() and hearInRoom()', () => {
  it('leave the sound as it is where there is only the direct one', () => {
    const { energy } = roomOf('direct', Int16Array.of(0, 0, 12_000, 0, 0));
    expect(energy).toHaveLength(40);
    for (const value of energy) expect(value).toBeCloseTo(1, 5);
    const mel = Float32Array.from({ length: 400 }, (_, i) => i / 20);
    const same = mel.slice();
    hearInRoom(same, { name: 'direct', energy });
    for (const [i, value] of mel.entries()) expect(same[i]).toBeCloseTo(value, 4);
  });

  it('share an echo between two frames out between them', () => {
    const echo = new Int16Array(1000);
    echo[10] = 10_000;
    echo[10 + 240] = 10_000;
    const { energy } = roomOf('echo', echo);
    expect(energy[0]).toBeCloseTo(0.5, 2);
    expect(energy[40]).toBeCloseTo(0.25, 2);
    expect(energy[80]).toBeCloseTo(0.25, 2);
  });

  it('are what a convolution of the samples is: in level, colour and decay', async () => {
    const sound = bursts(32_000);
    const room = response(1);
    const expected = await logMels(convolve(sound, room));
    const mel = await logMels(sound);
    hearInRoom(mel, roomOf('made', room));
    const [colour, wanted] = [bandMeans(mel), bandMeans(expected)];
    for (let band = 0; band < 40; band++) {
      expect(Math.abs(colour[band]! - wanted[band]!), `band ${band}`).toBeLessThan(0.6);
    }
    const frames = mel.length / 40;
    const level = (of: Float32Array, t: number): number =>
      of.subarray(t * 40, t * 40 + 40).reduce((sum, v) => sum + v / 40, 0);
    for (let t = 0; t < frames; t++) {
      expect(Math.abs(level(mel, t) - level(expected, t)), `frame ${t}`).toBeLessThan(1.5);
    }
    const mean = (of: Float32Array): number => of.reduce((sum, v) => sum + v / of.length, 0);
    // The room's level is evened over bands here, over samples there.
    expect(Math.abs(mean(mel) - mean(expected))).toBeLessThan(0.4);
  });

  it('keep a long tail to 1.2 s', () => {
    const random = new Random(7);
    const hall = Int16Array.from({ length: 64_000 }, () => 1000 * random.normal());
    hall[0] = 30_000;
    expect(roomOf('hall', hall).energy).toHaveLength(120 * 40);
  });

  it('refuse silence', async () => {
    expect(() => roomOf('nothing', new Int16Array(100))).toThrow(RangeError);
    const file = folder.write('silent.wav', Buffer.alloc(0));
    await expect(readRooms([file])).rejects.toThrow(/silent\.wav/);
  });
});
