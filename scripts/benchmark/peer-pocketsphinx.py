"""Word errors of pocketsphinx with its own English models on the recordings of a manifest, for comparison.

Needs `pip install pocketsphinx==5.1.1` and ffmpeg. Prints one line of JSON: utterances, wer, realTimeFactor, and ours, our word
errors on the same recordings, where MANIFEST is what `skald evaluate --output FILE` kept.
usage: python3 scripts/benchmark/peer-pocketsphinx.py MANIFEST [--limit N]
"""
import argparse
import csv
import json
import re
import subprocess
import time
from pathlib import Path

from pocketsphinx import Decoder


def word_errors(reference, hypothesis):
    row = list(range(len(hypothesis) + 1))
    for i, word in enumerate(reference, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(hypothesis, 1):
            diagonal, row[j] = row[j], min(diagonal + (word != other), row[j] + 1, row[j - 1] + 1)
    return row[-1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    with options.manifest.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    is_evaluated = bool(rows) and "hypothesis" in rows[0]
    spoken_column = "reference" if is_evaluated else "normalised"
    if options.limit and options.limit < len(rows):
        # Evenly over the manifest, which is sorted by speaker.
        rows = [rows[i * len(rows) // options.limit] for i in range(options.limit)]
    decoder = Decoder(samprate=16000, loglevel="FATAL")
    errors = own_errors = words = 0
    seconds = busy = 0.0
    for row in rows:
        path = options.manifest.parent / row["file"]
        command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "-ar", "16000", "-"]
        samples = subprocess.run(command, check=True, capture_output=True).stdout
        started = time.process_time()
        decoder.start_utt()
        decoder.process_raw(samples, full_utt=True)
        decoder.end_utt()
        busy += time.process_time() - started
        heard = decoder.hyp().hypstr if decoder.hyp() else ""
        spoken = row[spoken_column].split()
        if is_evaluated:
            own_errors += word_errors(spoken, row["hypothesis"].split())
        errors += word_errors(spoken, re.sub(r"\(\d+\)", "", heard).split())
        words += len(spoken)
        seconds += len(samples) / 32000
    figures = {"utterances": len(rows), "wer": round(errors / words, 4), "realTimeFactor": round(busy / seconds, 3)}
    if is_evaluated:
        figures["ours"] = round(own_errors / words, 4)
    print(json.dumps(figures))


main()
