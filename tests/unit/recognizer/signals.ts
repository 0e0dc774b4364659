/**
 * Signals made from a seed: noises, and something with the rhythm of speech.
 * @module
 */
import { Random } from '../../../src/base/random';

export const RATE = 16000;

export type NoiseColour = 'white' | 'pink' | 'brown';

/** `seconds` of noise at `level` dBFS. */
export function noise(colour: NoiseColour, seconds: number, level: number, seed = 1): Int16Array {
  const random = new Random(seed);
  const next = COLOURS[colour]();
  const raw = Float64Array.from({ length: Math.round(seconds * RATE) }, () =>
    next(random.normal()),
  );
  const rms = Math.sqrt(raw.reduce((sum, x) => sum + x * x, 0) / raw.length);
  const gain = (32768 * 10 ** (level / 20)) / rms;
  return Int16Array.from(raw, (x) => Math.max(-32768, Math.min(32767, Math.round(x * gain))));
}

/** `seconds` of exact zeros. */
export function silence(seconds: number): Int16Array {
  return new Int16Array(Math.round(seconds * RATE));
}

/** Syllables of 180 ms, four a second: a buzz of 120 Hz with harmonics, loud and soft in turn. */
export function babble(seconds: number, level = -20): Int16Array {
  const amplitude = 32768 * 10 ** (level / 20);
  return Int16Array.from({ length: Math.round(seconds * RATE) }, (_, n) => {
    const inSyllable = (n / RATE) % 0.25;
    const envelope = inSyllable < 0.18 ? Math.sin((Math.PI * inSyllable) / 0.18) : 0;
    let buzz = 0;
    for (let h = 1; h <= 12; h++) buzz += Math.sin((2 * Math.PI * 120 * h * n) / RATE) / h;
    return Math.round(amplitude * envelope * buzz);
  });
}

/** One after the other. */
export function concatenated(...parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Both at once. */
export function mixed(a: Int16Array, b: Int16Array): Int16Array {
  return a.map((x, i) => Math.max(-32768, Math.min(32767, x + (b[i] ?? 0))));
}

const COLOURS: Record<NoiseColour, () => (white: number) => number> = {
  white: () => (white) => white,
  // Paul Kellet's filter: within 0.05 dB of 1/f above 9 Hz.
  pink: () => {
    const poles = [0.99886, 0.99332, 0.969, 0.8665, 0.55, -0.7616];
    const gains = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522, -0.016898];
    const state = poles.map(() => 0);
    let last = 0;
    return (white) => {
      let sum = last + white * 0.5362;
      last = white * 0.115926;
      poles.forEach((pole, k) => {
        state[k] = pole * (state[k] ?? 0) + (gains[k] ?? 0) * white;
        sum += state[k] ?? 0;
      });
      return sum;
    };
  },
  brown: () => {
    let state = 0;
    return (white) => (state = 0.998 * state + white);
  },
};
