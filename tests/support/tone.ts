/**
 * Sounds that tests make themselves.
 * @module
 */

/** A sine wave. */
export interface Tone {
  readonly hertz: number;
  readonly seconds: number;
  /** Of full scale. */
  readonly amplitude: number;
  /** Samples a second, 16 000 by default. */
  readonly rate?: number;
}

/** Its samples, 16 bit. */
export function toneSamples({ hertz, seconds, amplitude, rate = 16_000 }: Tone): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * rate) }, (_, i) =>
    Math.round(amplitude * 32_767 * Math.sin((2 * Math.PI * hertz * i) / rate)),
  );
}

/** Its samples as a WAV file: 16 bit, mono. */
export function toneWav(tone: Tone): Buffer {
  return pcmWav(toneSamples(tone), tone.rate ?? 16_000);
}

/** Samples as a WAV file: 16 bit, mono. */
export function pcmWav(samples: Int16Array, rate = 16_000): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([
    header,
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
  ]);
}
