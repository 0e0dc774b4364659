/**
 * Sounds that tests make themselves.
 * @module
 */
import { dataChunk, formatChunk, pcm16, wavFile } from './wav-file';

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
  return wavFile([formatChunk({ rate: tone.rate ?? 16_000 }), dataChunk(pcm16(toneSamples(tone)))]);
}
