"""What is said: clean sentences of text files, chosen so that many different words are heard, and made-up numbers and lists.

A sentence is only taken where a voice and the reference cannot read it differently: letters and plain punctuation, no
digits, no abbreviations, no capitals in a row. Numbers are therefore made here, in words.
"""
import heapq
import lzma
import random
import re
from collections import Counter

# The same as src/text/normalise.ts does to the few signs that clean sentences may hold.
APOSTROPHES = re.compile("[‘’‛ʼ′´`]")
BREAKS = re.compile(r"[-–—…/,;:!?\s]|\.{2,}")
CLEAN = re.compile(r"[A-Za-z' ,.?!;:\-–—…\"“”‘’]+")
# What is read in full although it is written short, and what looks like an abbreviation.
ABBREVIATED = re.compile(
    r"\b(mr|mrs|ms|messrs|dr|st|prof|capt|col|gen|lt|sgt|rev|hon|jr|sr|etc|viz|vs|inc|ltd|co|corp|no|vol|fig|ed|pp|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri|approx|dept|ave|blvd|rd|mt|ft|govt)\.",
    re.IGNORECASE,
)
CAPITALS = re.compile(r"[A-Z]{2,}|\b[A-Za-z]\.[A-Za-z]|[a-z][A-Z]")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘A-Z])")
# 14 letters a second: 2 to 9 s before the rate of a voice.
SHORTEST, LONGEST = 26, 125
FEWEST_WORDS = 3
LETTERS_A_SECOND = 14.0
# Words that a corpus holds so often are words, although no lexicon lists them.
COMMON = 25
# A sentence counts for its words' first, second and third hearing.
WORTH = (1.0, 0.35, 0.15)


def normalise(text):
    """Lower-case letters and apostrophes in words parted by single spaces."""
    plain = re.sub(r"[^a-z' ]", "", BREAKS.sub(" ", APOSTROPHES.sub("'", text)).lower())
    words = re.sub("'{2,}", "", plain).split(" ")
    unquoted = (word[1:-1] if re.fullmatch("'(.*')?", word) else word for word in words)
    return " ".join(word for word in unquoted if word)


def lines_of(file):
    """The lines of a text file, plain or compressed with xz."""
    opened = lzma.open(file, "rt", encoding="utf-8", errors="replace") if file.endswith(".xz") else open(
        file, encoding="utf-8", errors="replace"
    )
    with opened as stream:
        for line in stream:
            yield line.strip()


def clean_sentences(file):
    """Sentences that can be read in one way only, each once."""
    seen = set()
    for line in lines_of(file):
        for sentence in SENTENCE_END.split(line):
            sentence = sentence.strip(" \"“”")
            if not SHORTEST <= len(sentence) <= LONGEST or not CLEAN.fullmatch(sentence):
                continue
            if ABBREVIATED.search(sentence) or CAPITALS.search(sentence):
                continue
            spoken = normalise(sentence)
            if spoken.count(" ") + 1 >= FEWEST_WORDS and spoken not in seen:
                seen.add(spoken)
                yield sentence, spoken


def read_lexicon(file):
    """The words of a lexicon in CMUdict's format, single letters left out."""
    words = set()
    for line in lines_of(file):
        word = line.split(" ")[0].split("(")[0]
        if re.fullmatch("[a-z'][a-z']+", word):
            words.add(word)
    return words


def is_known(word, lexicon, counts):
    return word in lexicon or word in ("a", "i") or word.removesuffix("'s") in lexicon or counts[word] >= COMMON


class Pool:
    """The clean sentences of some files; how often each word occurs in them."""

    def __init__(self, files, lexicon, excluded, most_per_file, rng):
        self.by_file = []
        self.counts = Counter()
        for file in files:
            kept = [pair for pair in clean_sentences(file) if pair[1] not in excluded]
            for _, spoken in kept:
                self.counts.update(spoken.split(" "))
            rng.shuffle(kept)
            self.by_file.append(kept[:most_per_file])
        self.by_file = [
            [pair for pair in kept if all(is_known(word, lexicon, self.counts) for word in pair[1].split(" "))]
            for kept in self.by_file
        ]
        # Words of a lexicon that the files lack come last, in seeded order: names, mostly.
        rare = sorted(word for word in lexicon if self.counts[word] == 0)
        rng.shuffle(rare)
        known = [word for word, _ in self.counts.most_common() if is_known(word, lexicon, self.counts)]
        self.vocabulary = known + rare

    def covering(self, words, seconds):
        """Sentences in the order in which each adds most words not yet heard, by its length; as many as fit."""
        wanted = set(words)
        heard = Counter()

        def worth(pair):
            text, spoken = pair
            new = (WORTH[heard[word]] for word in set(spoken.split(" ")) if word in wanted and heard[word] < len(WORTH))
            return sum(new) / (len(text) + 15)

        pairs = [pair for kept in self.by_file for pair in kept]
        queue = [(-worth(pair), i) for i, pair in enumerate(pairs)]
        heapq.heapify(queue)
        chosen = []
        left = seconds * LETTERS_A_SECOND
        while queue and left > 0:
            _, i = heapq.heappop(queue)
            # What a sentence adds only shrinks, so it is weighed again only when it comes up.
            now = -worth(pairs[i])
            if queue and now > queue[0][0]:
                if now < 0:
                    heapq.heappush(queue, (now, i))
                continue
            if now >= 0:
                continue
            heard.update(set(pairs[i][1].split(" ")))
            left -= len(pairs[i][0])
            chosen.append(pairs[i])
        return chosen, heard

    def sampled(self, seconds, rng):
        """Sentences drawn evenly over the files, so that a small file of commands is heard as often as a large one."""
        rows = []
        left = seconds * LETTERS_A_SECOND
        files = [kept for kept in self.by_file if kept]
        while left > 0 and files:
            pair = rng.choice(rng.choice(files))
            rows.append(pair)
            left -= len(pair[0])
        return rows


ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
            "twelve": "twelfth"}
MONTHS = ("January February March April May June July August September October November December").split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
THINGS = "degrees percent dollars euros pounds miles kilometres minutes hours seconds people steps pages grams".split()
ORDERS = (
    "set the volume to {}", "turn the lights to {}", "set a timer for {}", "what is {}", "add {} to my list", "call {}",
    "remind me at {}", "wake me up at {}", "the answer is {}", "we need {}", "I paid {}", "my number is {}", "it was {}",
    "book a table for {}", "the code is {}", "that makes {}", "{}, I think", "did you say {}?", "no, {}", "{}",
    "skip to chapter {}", "go back {}", "is it {}?", "the train leaves at {}", "we met on {}", "press {}", "dial {}",
)


def cardinal(n):
    """A whole number below a billion in words, as people in Britain and America say it ("and" is left out)."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f" {ONES[n % 10]}" if n % 10 else "")
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = n % size
            return f"{cardinal(n // size)} {name}" + (f" {cardinal(rest)}" if rest else "")
    return ""


def ordinal(n):
    *before, last = cardinal(n).split(" ")
    said = ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return " ".join([*before, said])


def number(rng):
    """A number, time, date, year, sum of money or string of digits in words."""
    kind = rng.randrange(9)
    if kind == 0:
        return cardinal(rng.randrange(10 ** rng.randint(1, 7)))
    if kind == 1:
        return ", ".join(" ".join(rng.choice(ONES[:10]) for _ in range(rng.randint(2, 4))) for _ in range(rng.randint(1, 3)))
    if kind == 2:
        minute = rng.randrange(60)
        spoken = "o'clock" if minute == 0 else f"oh {ONES[minute]}" if minute < 10 else cardinal(minute)
        return f"{cardinal(rng.randint(1, 12))} {spoken}" + rng.choice(("", "", " in the morning", " at night", " p m"))
    if kind == 3:
        return f"{rng.choice(DAYS)}, {rng.choice(MONTHS)} {ordinal(rng.randint(1, 31))}"
    if kind == 4:
        return f"the {ordinal(rng.randint(1, 31))} of {rng.choice(MONTHS)}"
    if kind == 5:
        year = rng.randint(1100, 2040)
        return f"{cardinal(year // 100)} {cardinal(year % 100)}" if year % 100 > 9 else cardinal(year)
    if kind == 6:
        return f"{cardinal(rng.randint(2, 999))} {rng.choice(THINGS)}"
    if kind == 7:
        digits = " ".join(rng.choice(ONES[:10]) for _ in range(rng.randint(1, 3)))
        return f"{cardinal(rng.randrange(200))} point {digits}"
    return f"{ordinal(rng.randint(1, 200))} and {cardinal(rng.randint(1, 120))}"


def numbers(seconds, rng):
    """Orders and remarks with one or two numbers in them."""
    rows = []
    left = seconds * LETTERS_A_SECOND
    while left > 0:
        text = rng.choice(ORDERS).format(number(rng))
        if len(text) < 45 or rng.random() < 0.3:
            text = f"{text}, {rng.choice(('and', 'or', 'then', 'not'))} {number(rng)}"
        if SHORTEST <= len(text) <= LONGEST:
            text = text[0].upper() + text[1:] + ("" if text.endswith("?") else ".")
            rows.append((text, normalise(text)))
            left -= len(text)
    return rows


def lists(words, seconds, rng):
    """Words that no chosen sentence holds, a few at a time with a pause after each."""
    rows = []
    left = seconds * LETTERS_A_SECOND
    at = 0
    while left > 0 and at < len(words):
        group = words[at : at + rng.randint(4, 7)]
        at += len(group)
        text = ", ".join(group) + "."
        rows.append((text, normalise(text)))
        left -= len(text) * 1.3
    return rows


def plan(pool, seconds, vocabulary_size, rng):
    """Everything to say, in seeded order: half chosen for its words, a quarter by file, the rest numbers and lists."""
    wanted = pool.vocabulary[:vocabulary_size]
    covering, heard = pool.covering(wanted, seconds * 0.5)
    missing = [word for word in wanted if heard[word] == 0]
    rows = (
        covering
        + pool.sampled(seconds * 0.25, rng)
        + numbers(seconds * 0.1, rng)
        + lists(missing, seconds * 0.15, rng)
    )
    rng.shuffle(rows)
    return rows


def seeded(seed, name):
    """A source of chance of its own for each part."""
    return random.Random(f"{seed}:{name}")
