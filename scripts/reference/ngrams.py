"""Golden values of n-gram estimation and scoring from KenLM.

usage: python3 scripts/reference/ngrams.py BIN > tests/reference/ngrams.json
BIN is the folder with KenLM's programs lmplz and query, for example from the source package kenlm 0.2.0 on PyPI:
cmake -S kenlm-0.2.0 -B build && make -C build lmplz query
The text is made up here, by a grammar with words of very different frequency, so that discounts can be estimated.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile

BIN = pathlib.Path(sys.argv[1])
SENTENCES, HELD_OUT, SEED = 1500, 60, 20261125
NOUNS = "cat dog king queen river house garden letter window morning stranger captain soldier horse road".split()
NOUNS += [a + b + c for a in "ba ro mi ta ke so".split() for b in "la ne du ri".split() for c in "n r th l s".split()]
VERBS = "saw met followed forgot loved left heard found watched called".split()
ADJECTIVES = "old young tall quiet golden strange weary kind".split()
ENDS = "again,at night,in the rain,without a word,at last,in the garden".split(",")


def zipf(words):
    return random.choices(words, [1 / (i + 1) for i in range(len(words))])[0]


def phrase():
    words = [zipf(["the", "a", "that", "his", "no"])]
    if random.random() < 0.3:
        words.append(zipf(ADJECTIVES))
    words.append(zipf(NOUNS))
    return " ".join(words)


def sentence():
    parts = [phrase(), zipf(VERBS), phrase()]
    if random.random() < 0.4:
        parts.append(zipf(ENDS))
    if random.random() < 0.2:
        parts += ["and", zipf(VERBS), phrase()]
    return " ".join(parts)


def run(program, *args, text):
    return subprocess.run([BIN / program, *args], input=text, capture_output=True, text=True, check=True).stdout


def query(arpa, sentences):
    """By sentence, log10 probabilities of its words and its end, in order."""
    rows = [[]]
    for field in run("query", "-v", "word", arpa, text="\n".join(sentences) + "\n").replace("\n", "\t").split("\t"):
        word, _, rest = field.rpartition("=")
        if word:
            rows[-1].append(float(rest.split(" ")[2]))
        if word == "</s>":
            rows.append([])
    return rows[:-1]


def golden(order, sentences, held_out, prune):
    with tempfile.TemporaryDirectory() as folder:
        arpa = pathlib.Path(folder) / "m.arpa"
        options = ["-o", str(order), "--arpa", str(arpa), "-S", "200M", "-T", folder, "--discount_fallback"]
        if prune:
            options += ["--prune", *map(str, prune)]
        run("lmplz", *options, text="\n".join(sentences) + "\n")
        counts = [int(line.split("=")[1]) for line in arpa.read_text().splitlines() if line.startswith("ngram ")]
        return {"order": order, "cutOffs": prune or [0], "counts": counts, "scores": query(str(arpa), held_out)}


random.seed(SEED)
text = [sentence() for _ in range(SENTENCES)]
held_out = [sentence() for _ in range(HELD_OUT)] + ["the zebra saw a cat", "again the the a"]
cases = [(2, None), (3, None), (5, None), (3, [0, 0, 1])]
print(
    json.dumps(
        {
            "kenlm": "0.2.0",
            "text": text,
            "heldOut": held_out,
            "models": [golden(order, text, held_out, prune) for order, prune in cases],
        }
    )
)
