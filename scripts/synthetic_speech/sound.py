"""What happens to a synthetic voice afterwards, so that one voice makes many: size of the vocal tract, tilt, level, floor."""
import numpy as np
import scipy.fft
import scipy.signal

RATE = 16000
FRAME, SHIFT = 512, 128
# Cepstral coefficients kept below this quefrency describe the vocal tract, above it the pitch: 2 ms, a pitch of 500 Hz.
ENVELOPE_QUEFRENCY = 32
# Silence kept before and after the speech, so that no sound is cut off.
PADDING_SECONDS = (0.12, 0.4)
# Samples below the loudest part by so much are silence at the ends.
SILENCE_DB = 45


def resample(samples, rate, target):
    """Samples at another rate, by a Fourier transform of the whole."""
    size = scipy.fft.next_fast_len(len(samples), real=True)
    padded = np.pad(samples, (0, size - len(samples)))
    spectrum = scipy.fft.rfft(padded.astype(np.float32))
    count = int(round(size * target / rate))
    bins = count // 2 + 1
    spectrum = spectrum[:bins] if bins <= len(spectrum) else np.pad(spectrum, (0, bins - len(spectrum)))
    result = scipy.fft.irfft(spectrum, count) * (count / size)
    return result[: int(round(len(samples) * target / rate))].astype(np.float32)


def move_formants(samples, stretch, tilt_db):
    """Formants at `stretch` times their frequency and the spectrum tilted by so many dB to 8 kHz; the pitch stays."""
    window = np.hanning(FRAME + 1)[:-1].astype(np.float32)
    padded = np.pad(samples, FRAME)
    count = 1 + (len(padded) - FRAME) // SHIFT
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::SHIFT][:count] * window
    spectra = scipy.fft.rfft(frames, axis=1)
    logs = np.log(np.abs(spectra) + 1e-5)
    cepstra = scipy.fft.irfft(logs, axis=1)
    cepstra[:, ENVELOPE_QUEFRENCY : FRAME - ENVELOPE_QUEFRENCY + 1] = 0
    envelope = scipy.fft.rfft(cepstra, axis=1).real
    bins = np.arange(envelope.shape[1])
    source = np.minimum(bins / stretch, bins[-1])
    low = np.minimum(source.astype(int), bins[-1] - 1)
    share = (source - low).astype(np.float32)
    moved = envelope[:, low] * (1 - share) + envelope[:, low + 1] * share
    gain = np.clip(moved - envelope, -4, 4) + tilt_db / 8.686 * bins / bins[-1]
    shaped = scipy.fft.irfft(spectra * np.exp(gain), axis=1) * window
    result = np.zeros(len(padded), np.float32)
    for part in range(FRAME // SHIFT):
        some = shaped[part :: FRAME // SHIFT]
        start = part * SHIFT
        result[start : start + some.size] += some.reshape(-1)
    return result[FRAME : FRAME + len(samples)] * (SHIFT / (window**2).sum())


def trimmed(samples, rng):
    """The speech with drawn silence around it."""
    block = RATE // 100
    count = len(samples) // block
    if count == 0:
        return samples
    level = np.sqrt((samples[: count * block].reshape(count, block) ** 2).mean(axis=1))
    loud = np.flatnonzero(level > level.max() * 10 ** (-SILENCE_DB / 20))
    if len(loud) == 0:
        return samples
    first = max(0, (loud[0] - 2) * block)
    last = min(len(samples), (loud[-1] + 4) * block)
    before, after = (int(RATE * rng.uniform(*PADDING_SECONDS)) for _ in range(2))
    return np.pad(samples[first:last], (before, after))


def finished(samples, rate, tape, stretch, tilt_db, rng):
    """16 kHz samples within ±1 as a recording would have them.

    :param tape: How much faster it is played than it was spoken: pitch and formants move together.
    :param stretch: How far the formants move beside that.
    """
    heard = resample(samples, rate * tape, RATE)
    heard = trimmed(heard, rng)
    heard = move_formants(heard, stretch, tilt_db)
    active = np.sqrt(np.mean(heard**2)) + 1e-9
    heard *= 10 ** (rng.uniform(-27, -19) / 20) / active
    # Microphones hear a little noise; digital silence would be a mark of synthetic speech.
    noise = np.random.default_rng(rng.getrandbits(32)).standard_normal(len(heard) + 8).astype(np.float32)
    noise = scipy.signal.lfilter([1, rng.uniform(0, 0.9)], [1], noise)[8:]
    heard += noise * 10 ** (rng.uniform(-75, -55) / 20)
    peak = np.abs(heard).max()
    return (heard * min(1, 0.9 / peak)).astype(np.float32)
