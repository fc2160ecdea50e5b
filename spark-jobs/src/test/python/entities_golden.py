"""Entities in random tags, most of which keep to no scheme, counted by others' programs, for EntityTagsTest.

Needs: Python 3.9+, seqeval 1.2.2, Perl, and conlleval.pl of the CoNLL-2000 shared task, which counts B, I and O; the tags E and S,
which it knows in part or not at all, are counted by seqeval.
Run:   python3 entities_golden.py CONLLEVAL_PL
Makes: ../resources/golden/entities.json
"""

import json
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from seqeval.metrics.sequence_labeling import get_entities

SENTENCES = 80
LONGEST = 12
CHANGED = 0.3
TYPES = ["LOC", "ORG", "X-Y"]


def sentences(tags, seed):
    """Pairs of true and guessed tags; a guess is the truth with some tags drawn anew."""
    draw = random.Random(seed)
    pairs = []
    for _ in range(SENTENCES):
        truth = draw.choices(tags, k=draw.randint(1, LONGEST))
        guess = [draw.choice(tags) if draw.random() < CHANGED else tag for tag in truth]
        pairs.append((truth, guess))
    return pairs


def by_conlleval(program, pairs):
    """Counts of all types, and per cents of each as the program prints them."""
    lines = "\n\n".join(
        "\n".join(f"w {a} {b}" for a, b in zip(truth, guess)) for truth, guess in pairs
    )
    text = subprocess.run(
        ["perl", program], input=lines + "\n\n", capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"with (\d+) phrases; found: (\d+) phrases; correct: (\d+)", text)
    types = re.findall(
        r"(\S+): precision: +([\d.]+)%; recall: +([\d.]+)%; FB1: +([\d.]+) +(\d+)", text
    )
    return {
        "overall": [int(count) for count in found.groups()],
        "percents": {name: [precision, recall, f1] for name, precision, recall, f1, _ in types},
    }


def by_seqeval(pairs):
    """Counts of each type: entities, guessed, right."""
    counts = {name: Counter() for name in TYPES}
    for truth, guess in pairs:
        true, guessed = set(get_entities(truth)), set(get_entities(guess))
        for kind, entities in (("true", true), ("guessed", guessed), ("right", true & guessed)):
            for name, _, _ in entities:
                counts[name][kind] += 1
    return {"counts": {name: [c["true"], c["guessed"], c["right"]] for name, c in counts.items()}}


def tags(prefixes):
    return ["O"] + [f"{prefix}-{name}" for prefix in prefixes for name in TYPES]


def case(names, seed, count):
    pairs = sentences(names, seed)
    numbers = [[[names.index(tag) for tag in side] for side in pair] for pair in pairs]
    return {"tags": names, "sentences": numbers, **count(pairs)}


def main():
    program = sys.argv[1]
    cases = {
        "conlleval": case(tags("BI"), 1, lambda pairs: by_conlleval(program, pairs)),
        "seqeval": case(tags("BIES"), 2, by_seqeval),
    }
    target = Path(__file__).parent / "../resources/golden/entities.json"
    target.write_text(json.dumps(cases) + "\n")


main()
