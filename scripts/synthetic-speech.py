"""Speech for training, made by free synthesisers from text; a manifest in the format of the other recordings.

usage: python3 scripts/synthetic-speech.py --text FILE… --lexicon CMUDICT --hours H --out FOLDER --seed S
           [--engines hibari,flite,…] [--vocabulary N] [--exclude MANIFEST…] [--format opus|flac] [--plan]

Needs `pip install numpy scipy soundfile` and any of the synthesisers that it names where they are missing; installs nothing.
Sentences of the manifests given with --exclude are never said. What is to be said is written to FOLDER/plan.tsv first (with
--plan nothing else is done) and is not chosen again where that file exists. A run that was stopped goes on where it ended
when it is called again with the same arguments; the manifest is whole after each clip. docs/synthetic-speech.md tells more.
"""
import argparse
import csv
import os
import sys
from collections import defaultdict
from pathlib import Path

from synthetic_speech import sentences

HEADER = "file seconds speaker corpus text normalised".split()
# Ogg Opus in libsndfile: quality 1 is 6 kbit/s, 0 is 256; 24 kbit/s between.
COMPRESSION = 1 - (24 - 6) / 250
SHORTEST_SECONDS, LONGEST_SECONDS = 1.5, 11


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--text", nargs="+", required=True)
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("--hours", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engines")
    parser.add_argument("--vocabulary", type=int, default=60000)
    parser.add_argument("--exclude", nargs="*", default=[])
    parser.add_argument("--most-per-file", type=int, default=150_000)
    parser.add_argument("--format", choices=("opus", "flac"), default="opus")
    parser.add_argument("--plan", action="store_true")
    return parser.parse_args()


def rows_of(manifest):
    with open(manifest, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def started(engines):
    """The engines that are installed; says how to install the others."""
    result = {}
    for name, engine in engines.items():
        try:
            result[name] = engine()
        except ImportError as error:
            print(f"{name} is missing ({error}): {engine.needs}", file=sys.stderr)
    if not result:
        sys.exit("no synthesiser is installed")
    return result


def busy_seconds():
    """Processor seconds of this process and of those that it started."""
    return sum(os.times()[:4])


def planned(given):
    """What is to be said, read from FOLDER/plan.tsv or chosen and written there."""
    file = given.out / "plan.tsv"
    if not file.exists():
        excluded = {row["normalised"] for manifest in given.exclude for row in rows_of(manifest)}
        lexicon = sentences.read_lexicon(given.lexicon)
        chance = sentences.seeded(given.seed, "pool")
        pool = sentences.Pool(given.text, lexicon, excluded, given.most_per_file, chance)
        print(f"{sum(map(len, pool.by_file))} usable sentences with {len(pool.counts)} words", flush=True)
        rows = sentences.plan(pool, given.hours * 3600, given.vocabulary, sentences.seeded(given.seed, "plan"))
        given.out.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".part")
        partial.write_text("".join(f"{text}\t{spoken}\n" for text, spoken in rows), encoding="utf-8")
        partial.rename(file)
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    words = {word for _, spoken in rows for word in spoken.split(" ")}
    hours = sum(len(text) for text, _ in rows) / sentences.LETTERS_A_SECOND / 3600
    print(f"{file}: {len(rows)} sentences, about {hours:.1f} h, {len(words)} different words", flush=True)
    return rows


def main():
    given = options()
    rows = planned(given)
    if given.plan:
        return

    import soundfile

    from synthetic_speech import sound, voices

    names = given.engines.split(",") if given.engines else list(voices.ENGINES)
    engines = started({name: voices.ENGINES[name] for name in names})
    speakers = voices.speakers(list(engines), sentences.seeded(given.seed, "speakers"))
    weights = [voices.SHARES[s.engine] / sum(o.engine == s.engine for o in speakers) for s in speakers]
    given.out.mkdir(parents=True, exist_ok=True)
    manifest = given.out / "manifest.tsv"
    if not manifest.exists():
        manifest.write_text("\t".join(HEADER) + "\n", encoding="utf-8")
    done = {row["file"] for row in rows_of(manifest)}
    refused = 0
    # Of each engine: seconds of sound, processor seconds to say it, and those to finish and pack it.
    spent = defaultdict(lambda: [0.0, 0.0, 0.0])
    with manifest.open("a", encoding="utf-8") as file:
        for i, (text, spoken) in enumerate(rows):
            rng = sentences.seeded(given.seed, i)
            speaker = rng.choices(speakers, weights)[0]
            name = f"{speaker.engine}/{i // 1000:03}/{i:06}.{given.format}"
            if name in done:
                continue
            began = busy_seconds()
            try:
                pace = speaker.rate * rng.uniform(0.95, 1.05)
                samples, rate = engines[speaker.engine].say(text, speaker.voice, pace / speaker.tape)
            except Exception as error:  # noqa: BLE001 - a synthesiser that fails on one sentence must not end the run
                print(f"{speaker.name} cannot say {text!r}: {error}", file=sys.stderr, flush=True)
                refused += 1
                continue
            said = busy_seconds()
            heard = sound.finished(samples, rate, speaker.tape, speaker.stretch, speaker.tilt_db, rng)
            seconds = len(heard) / sound.RATE
            if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
                refused += 1
                continue
            path = given.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if given.format == "opus":
                soundfile.write(path, heard, sound.RATE, format="OGG", subtype="OPUS", compression_level=COMPRESSION)
            else:
                soundfile.write(path, heard, sound.RATE, format="FLAC", subtype="PCM_16")
            row = [name, f"{seconds:.3f}", speaker.name, f"synthetic-{speaker.engine}", text, spoken]
            file.write("\t".join(row) + "\n")
            file.flush()
            for part, value in enumerate((seconds, said - began, busy_seconds() - said)):
                spent[speaker.engine][part] += value
    for engine, (seconds, saying, finishing) in spent.items():
        speeds = f"said at {seconds / saying:.0f} × real time of a core, finished at {seconds / finishing:.0f} ×"
        print(f"{engine}: {seconds / 3600:.2f} h, {speeds}")
    print(f"{manifest}: {refused} sentences left out", flush=True)


try:
    main()
except OSError as error:
    sys.exit(f"cannot use {error.filename} ({error.strerror}): check the path")
