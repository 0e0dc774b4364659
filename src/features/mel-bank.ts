/**
 * Meyda's mel filter bank and DCT as plain matrices, for the batched front end.
 * Definition: mel(f) = 1125 ln(1 + f / 700), triangles on whole FFT bins, no Nyquist bin, DCT-II scaled by 2.
 * @module
 */
import { COEFFICIENTS, FFT_SIZE, MEL_BANDS, SAMPLE_RATE } from './definition';

/** Bins of the spectrum that the bank reads (the Nyquist bin is left out). */
export const SPECTRUM_BINS = FFT_SIZE / 2;

const MEL_SCALE = 1125;
/** Below this the mel scale is nearly linear. */
export const MEL_BREAK_HZ = 700;

function edges(): number[] {
  const top = MEL_SCALE * Math.log(1 + SAMPLE_RATE / 2 / MEL_BREAK_HZ);
  return Array.from({ length: MEL_BANDS + 2 }, (_, i) => {
    const mel = i * (top / (MEL_BANDS + 1));
    const hertz = MEL_BREAK_HZ * (Math.exp(mel / MEL_SCALE) - 1);
    return Math.floor(((FFT_SIZE + 1) * hertz) / SAMPLE_RATE);
  });
}

/** The bank, `SPECTRUM_BINS` × `MEL_BANDS`, row-major: power spectrum · bank = mel powers. */
export function melBank(): Float32Array {
  const bins = edges();
  const bank = new Float32Array(SPECTRUM_BINS * MEL_BANDS);
  for (let band = 0; band < MEL_BANDS; band++) {
    const [low, centre, high] = [bins[band]!, bins[band + 1]!, bins[band + 2]!];
    for (let bin = low; bin < centre; bin++) {
      bank[bin * MEL_BANDS + band] = (bin - low) / (centre - low);
    }
    for (let bin = centre; bin < Math.min(high, SPECTRUM_BINS); bin++) {
      bank[bin * MEL_BANDS + band] = (high - bin) / (high - centre);
    }
  }
  return bank;
}

/** The DCT, `MEL_BANDS` × `COEFFICIENTS`, row-major: log mel powers · dct = MFCC. */
export function dctMatrix(): Float32Array {
  const dct = new Float32Array(MEL_BANDS * COEFFICIENTS);
  for (let band = 0; band < MEL_BANDS; band++) {
    for (let k = 0; k < COEFFICIENTS; k++) {
      dct[band * COEFFICIENTS + k] = 2 * Math.cos((Math.PI / MEL_BANDS) * (band + 1 / 2) * k);
    }
  }
  return dct;
}
