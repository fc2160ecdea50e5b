#!/usr/bin/env python3
"""Makes tagged words of wordnet-glosses.jsonl.gz: where examples and remarks stood whose quotes and brackets are taken away.

    python3 make-tagged-glosses.py wordnet-glosses.jsonl.gz tagged-glosses.jsonl

Every gloss with an example ("...") or a remark (...) of its own is a line: its words and marks in `tokens`, and in `tags` for each B-EXAMPLE
or I-EXAMPLE, B-REMARK or I-REMARK, or O. Nested or unclosed quotes and brackets are left out with their glosses, and so are the semicolons
beside examples, which would tell where these begin. Only Python's standard library is used.
"""

import gzip
import json
import re
import sys

PIECES = re.compile(r'"([^"]*)"|\(([^()]*)\)|([^"()]+)')
WORDS = re.compile(r"\w+(?:['-]\w+)*|[^\w\s]")
MOST = 60


def tagged(text):
    """Words and tags; nothing of a gloss without spans, or with marks that do not match."""
    tokens, tags = [], []
    end = 0
    spans = 0
    for piece in PIECES.finditer(text):
        if piece.start() != end:
            return [], []
        end = piece.end()
        kind = "EXAMPLE" if piece.group(1) is not None else "REMARK" if piece.group(2) is not None else None
        words = WORDS.findall(piece.group(piece.lastindex))
        if kind is None:
            words = [word for word in words if word != ";"]
        elif words:
            spans += 1
        tokens += words
        tags += [("O" if kind is None else ("I-" if i else "B-") + kind) for i in range(len(words))]
    return (tokens, tags) if end == len(text) and spans and len(tokens) <= MOST else ([], [])


def main():
    source, target = sys.argv[1:]
    with gzip.open(source, "rt", encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as file:
        for line in lines:
            gloss = json.loads(line)
            tokens, tags = tagged(gloss["text"])
            if tokens:
                row = {"id": gloss["id"], "tokens": tokens, "tags": tags}
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
