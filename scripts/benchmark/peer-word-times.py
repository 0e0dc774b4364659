"""Our word times beside those of an aligner that knows the text, or beside those of speech made by a program.

With pocketsphinx: each recording of a manifest is aligned with its text by pocketsphinx's own models (needs
`pip install pocketsphinx==5.1.1` and ffmpeg); recordings with words that its dictionary lacks are left out. With espeak:
the texts of the manifest are spoken by eSpeak NG (needs libespeak-ng), which says when each word begins and ends. Either
way our recogniser hears the sound without knowing the text, and the words that it gets right are compared. Times of pocketsphinx are given by the start of its 25.6 ms windows, so half a
window less half a shift (7.8 ms) is added.
Prints one line of JSON; differences in milliseconds, bias: ours less theirs.
usage: python3 scripts/benchmark/peer-word-times.py MANIFEST [--limit N] [--peer pocketsphinx|espeak] [--model DIR] [--output TSV]
       [--without TSV]
"""
import argparse
import csv
import ctypes
import difflib
import json
import statistics
import subprocess
import tempfile
import wave
from pathlib import Path

ROOT = Path(__file__).parents[2]
# A frame of pocketsphinx is 25.6 ms wide, and they begin every 10 ms: between two frames' middles lies a border.
SPHINX_SHIFT = 0.0078


def samples_of(path):
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "-ar", "16000", "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def evenly(rows, count):
    """Evenly over the manifest, which is sorted by speaker."""
    return [rows[i * len(rows) // count] for i in range(min(count, len(rows)))] if count else rows


def sphinx_recordings(rows, folder, limit):
    """(file, [(word, start, end)]) of each recording that pocketsphinx can align."""
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16000, loglevel="FATAL", lm=None)
    known = [row for row in rows if all(decoder.lookup_word(word) for word in row["normalised"].split())]
    for row in evenly(known, limit):
        path = folder / row["file"]
        decoder.set_align_text(row["normalised"])
        decoder.start_utt()
        decoder.process_raw(samples_of(path), full_utt=True)
        decoder.end_utt()
        words = [
            (each.word.split("(")[0], each.start_frame / 100 + SPHINX_SHIFT, (each.end_frame + 1) / 100 + SPHINX_SHIFT)
            for each in decoder.seg() or []
            if each.word[0] not in "<["
        ]
        # A path that did not reach the end has fewer words.
        if [word for word, _, _ in words] == row["normalised"].split():
            yield path, words


class Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


WORD, SENTENCE, END, PHONEME = 1, 2, 5, 7
SYNCHRONOUS, PHONEME_EVENTS, UTF8 = 2, 1, 1


def espeak_recordings(rows, folder, limit):
    """The same of texts that eSpeak NG says; an end is None where it is not known."""
    speaker = ctypes.CDLL("libespeak-ng.so.1")
    rate = speaker.espeak_Initialize(SYNCHRONOUS, 0, None, PHONEME_EVENTS)
    speaker.espeak_SetVoiceByName(b"en-us")
    sound, phones = bytearray(), []

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))
    def heard(data, count, events):
        if data:
            sound.extend(ctypes.string_at(data, 2 * count))
        i = 0
        while events[i].type:
            if events[i].type in (WORD, PHONEME, END):
                phones.append((events[i].type, events[i].audio_position / 1000, events[i].text_position, events[i].id))
            i += 1
        return 0

    speaker.espeak_SetSynthCallback(heard)
    with tempfile.TemporaryDirectory() as made:
        files = []
        for number, row in enumerate(evenly(rows, limit)):
            sound.clear()
            phones.clear()
            text = row["normalised"].encode()
            speaker.espeak_Synth(text, len(text) + 1, 0, 1, 0, UTF8, None, None)
            path = Path(made) / f"{number}.wav"
            with wave.open(str(path), "wb") as file:
                file.setparams((1, 2, rate, 0, "NONE", ""))
                # Room around it, as in any recording.
                room = bytes(rate)
                file.writeframes(room + bytes(sound) + room)
            files.append((path, list(phones), row["normalised"]))
        for path, events, text in files:
            yield path, words_of(events, text, 0.5)


def words_of(events, text, room):
    """Words with the times of their first phone and of what follows the last; "of the" and the like are said as one word."""
    words = []
    for at, (kind, time, position, _) in enumerate(events):
        if kind != WORD:
            continue
        rest = events[at + 1:]
        after = next((event for event in rest if event[0] != PHONEME), None)
        pause = next((event for event in rest if event[3].startswith(b"_") or event[0] != PHONEME), None)
        end = None if pause is None else room + pause[1]
        word = text[position - 1:].split()[0]
        if after is not None and after[0] == WORD and after[2] > position + len(word) + 1:
            end = None
        words.append((word, room + time, end))
    return words


def ours(files, model):
    command = ["node", str(ROOT / "scripts/skald.mjs"), "transcribe", "--format", "json", *map(str, files)]
    if model:
        command += ["--model", model]
    lines = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()
    return [[(word["word"], word["start"], word["end"]) for word in json.loads(line)["words"]] for line in lines]


def spread(differences):
    """Median and 90th percentile of sizes, and the median itself, in ms."""
    sizes = sorted(abs(each) for each in differences)
    return {
        "median": round(1000 * statistics.median(sizes), 1),
        "ninetieth": round(1000 * sizes[int(0.9 * len(sizes))], 1),
        "bias": round(1000 * statistics.median(differences), 1),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--peer", choices=["pocketsphinx", "espeak"], default="pocketsphinx")
    parser.add_argument("--model")
    parser.add_argument("--output", type=Path, help="keeps every compared word, tab-separated")
    parser.add_argument("--without", type=Path, help="leaves out the recordings of such a file")
    options = parser.parse_args()
    seen = set()
    if options.without:
        seen = {line.split("\t")[0] for line in options.without.read_text(encoding="utf-8").splitlines()}
    with options.manifest.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    recordings = {"pocketsphinx": sphinx_recordings, "espeak": espeak_recordings}[options.peer]
    starts, ends, lines, said, count = [], [], [], 0, 0
    known, files = [], []
    with tempfile.TemporaryDirectory() as kept:
        for path, words in recordings(rows, options.manifest.parent.resolve(), options.limit):
            if path.name in seen:
                continue
            if options.peer == "espeak":
                # The generator's own folder goes when it ends.
                path = path.rename(Path(kept) / path.name)
            known.append(words)
            files.append(path.resolve())
        heard = ours(files, options.model)
    for path, theirs, own in zip(files, known, heard, strict=True):
        count += 1
        said += len(theirs)
        matcher = difflib.SequenceMatcher(None, [w for w, _, _ in theirs], [w for w, _, _ in own], autojunk=False)
        for first, second, length in matcher.get_matching_blocks():
            for (word, start, end), (_, own_start, own_end) in zip(theirs[first:first + length], own[second:second + length]):
                starts.append(own_start - start)
                if end is not None:
                    ends.append(own_end - end)
                lines.append((path.name, word, start, end, own_start, own_end))
    if options.output:
        options.output.write_text("".join("\t".join(map(str, line)) + "\n" for line in lines), encoding="utf-8")
    both = spread(starts + ends)
    print(json.dumps({
        "peer": options.peer, "recordings": count, "words": said, "agreed": len(starts),
        "starts": spread(starts), "ends": spread(ends), "boundaries": both,
    }))


main()
