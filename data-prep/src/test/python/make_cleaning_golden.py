"""Makes normalization.json and repetition.json: what cleaning is compared with.

    python data-prep/src/test/python/make_cleaning_golden.py data-prep/src/test/resources/golden/cleaning

Normalization is that of Python's unicodedata (Unicode 13.0 or newer), asked for nothing that Unicode 13.0 does not have.
The shares of repetition are counted over the words themselves, one character at a time, after the definitions in
docs/preparation-text.md.
"""

import json
import random
import re
import subprocess
import sys
import unicodedata
from collections import Counter

AGE = r"""for my $c (0..0x10FFFF) { next if $c >= 0xD800 && $c <= 0xDFFF; my $s = chr($c); print "$c\n" if $s =~ /\p{Present_In: 13.0}/ && $s !~ /\p{Cn}/ }"""


def normalization():
    rng = random.Random(13)
    codes = [int(c) for c in subprocess.run(["perl", "-e", AGE], capture_output=True, check=True, text=True).stdout.split()]
    changed = [c for c in codes if unicodedata.normalize("NFKD", chr(c)) != chr(c) or unicodedata.combining(chr(c))]
    decomposed = [c for c in changed if unicodedata.combining(chr(c))] + list(range(0x1100, 0x1113)) + list(range(0x1161, 0x1176))
    texts = ["", "caf\u00e9", "cafe\u0301", "\ufb01 x\u00b2 \uff21", "\u1112\u1161\u11ab", "a\u0323\u0307 a\u0307\u0323", "\u0344 \u2126"]
    for _ in range(300):
        length = rng.randrange(1, 24)
        texts.append("".join(chr(rng.choice(rng.choice([codes, changed, decomposed, range(0x61, 0x7B)]))) for _ in range(length)))
    return [{"text": t, "nfc": unicodedata.normalize("NFC", t), "nfkc": unicodedata.normalize("NFKC", t)} for t in texts]


def repeated(parts):
    """Shares of parts, and of characters, that repeat an earlier part."""
    seen, count, characters, all_of_them = set(), 0, 0, 0
    for part in parts:
        size = sum(len(word) for word in part)
        all_of_them += size
        if tuple(part) in seen:
            count += 1
            characters += size
        seen.add(tuple(part))
    return (count / len(parts), characters / all_of_them) if parts else (0, 0)


def shares(text):
    lines = [line.split() for line in re.split(r"\r\n|[\n\r]", text)]
    paragraphs, current = [], []
    for line in lines + [[]]:
        if line:
            current += line
        elif current:
            paragraphs.append(current)
            current = []
    words = text.split()
    characters = sum(len(word) for word in words)
    line_share, line_characters = repeated([line for line in lines if line])
    paragraph_share, paragraph_characters = repeated(paragraphs)
    result = {
        "DUPLICATE_LINES": line_share,
        "DUPLICATE_PARAGRAPHS": paragraph_share,
        "DUPLICATE_LINE_CHARACTERS": line_characters,
        "DUPLICATE_PARAGRAPH_CHARACTERS": paragraph_characters,
    }
    for n, name in ((2, "TOP_BIGRAM"), (3, "TOP_TRIGRAM"), (4, "TOP_FOUR_GRAM")):
        counts = Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))
        most = max(counts.values(), default=0)
        longest = max((sum(map(len, gram)) for gram, count in counts.items() if count == most), default=0)
        result[name] = most * longest / characters if most > 1 else 0
    for n, name in enumerate(("FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN"), start=5):
        seen, marked = set(), set()
        for i in range(len(words) - n + 1):
            gram = tuple(words[i : i + n])
            if gram in seen:
                marked.update(range(i, i + n))
            seen.add(gram)
        result[f"DUPLICATE_{name}_GRAMS"] = sum(len(words[i]) for i in marked) / characters if characters else 0
    return result


def repetition():
    rng = random.Random(5)
    texts = ["", "one", "one one", "to be or not to be", "a b c d e f g h i j k\na b c d e f g h i j k", "x\r\n\r\nx\r\n\r\ny\rx"]
    for _ in range(60):
        vocabulary = rng.choice([["a", "bb", "ccc"], [f"w{i}" for i in range(40)], ["der", "größte", "猫", "\U0001f600", "is", "of", "the"]])
        sentences = [[rng.choice(vocabulary) for _ in range(rng.randrange(1, 14))] for _ in range(rng.randrange(1, 6))]
        text = ""
        for _ in range(rng.randrange(1, 20)):
            text += rng.choice([" ", "\t", "  "]).join(rng.choice(sentences)) + rng.choice(["\n", "\n\n", " ", "\n \n\n", "\r\n"])
        texts.append(text)
    return [{"text": text, "characters": len(text), "words": len(text.split()), "shares": shares(text)} for text in texts]


def write(path, value):
    with open(path, "w", encoding="ascii") as out:
        json.dump(value, out, ensure_ascii=True, indent=0)
        out.write("\n")


if __name__ == "__main__":
    write(sys.argv[1] + "/normalization.json", normalization())
    write(sys.argv[1] + "/repetition.json", repetition())
