"""Golden MFCC: the front end's definition (src/features/definition.ts, mel-bank.ts) again, in numpy and float64.

usage: pip install numpy==2.4.6 && python3 scripts/reference/mfcc.py > tests/reference/mfcc.json
Needs ffmpeg for the recording. No library has this definition, so there is none to compare with: integer-bin triangles
on mel(f) = 1125 ln(1 + f / 700) without the Nyquist bin, log(1 + power) of samples in Int16 scale, unscaled DCT-II × 2.
"""

import json
import subprocess
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
RECORDING = "tests/fixtures/speech/1988-147956-0011.flac"
RATE, WINDOW, SHIFT, FFT, BANDS = 16000, 400, 160, 512, 40
# Every so many frames of the recording, to keep the file small.
STRIDE = 25


def synthetic():
    """What recordings seldom hold: digital silence, the smallest samples, both ends of the scale. Repeated in the test."""
    n = np.arange(1200, dtype=np.int64)
    chirp = (7 * n * n) % 20011 - 10005
    least = n % 3 - 1
    square = np.where((n // 20) % 2 == 0, 32767, -32768)
    return np.concatenate([chirp, np.zeros_like(n), least, square])


def recording():
    command = ["ffmpeg", "-v", "error", "-i", str(ROOT / RECORDING), "-f", "s16le", "-ac", "1", "-"]
    return np.frombuffer(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout, "<i2").astype(np.int64)


def mel_bank():
    """[FFT / 2, BANDS]. The band edges are rounded to 32 bits, as Meyda keeps them: that decides one whole bin."""
    top = 1125 * np.log(1 + RATE / 2 / 700)
    mel = np.float32(np.arange(BANDS + 2) * (top / (BANDS + 1))).astype(np.float64)
    hertz = np.float32(700 * (np.exp(mel / 1125) - 1)).astype(np.float64)
    edges = np.floor((FFT + 1) * hertz / RATE).astype(int)
    bins = np.arange(FFT // 2)[:, None]
    low, centre, high = edges[:-2], edges[1:-1], edges[2:]
    # A band whose slope holds no bin divides 0 by 0 there; the mask throws that away.
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = np.where((bins >= low) & (bins < centre), (bins - low) / (centre - low), 0)
        falling = np.where((bins >= centre) & (bins < high), (high - bins) / (high - centre), 0)
    return rising + falling


def mfcc(samples):
    """[frames, BANDS], as many coefficients as bands."""
    emphasised = samples - 0.97 * np.concatenate([[0], samples[:-1]])
    frames = np.lib.stride_tricks.sliding_window_view(emphasised, WINDOW)[::SHIFT]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    power = np.abs(np.fft.rfft(frames * hann, FFT)[:, : FFT // 2]) ** 2
    bands, k = np.arange(BANDS)[:, None], np.arange(BANDS)[None, :]
    dct = 2 * np.cos(np.pi / BANDS * (bands + 0.5) * k)
    return np.log1p(power @ mel_bank()) @ dct


def golden(samples, stride):
    values = mfcc(samples)
    return {
        "samples": len(samples),
        "frames": len(values),
        "stride": stride,
        "range": np.round(np.ptp(values, axis=0), 4).tolist(),
        "mfcc": np.round(values[::stride], 5).tolist(),
    }


print(
    json.dumps(
        {
            "numpy": np.__version__,
            "synthetic": golden(synthetic(), 1),
            "recording": {"file": RECORDING, **golden(recording(), STRIDE)},
        }
    )
)
