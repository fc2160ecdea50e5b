"""Makes characters.txt: what the Hugging Face library `tokenizers` does with every single code point.

    pip install tokenizers==0.23.2
    python data-prep/src/test/python/make_tokenizer_characters.py \
        data-prep/src/main/resources/io/sparkformer/data/words/characters.txt

The library joins parts that know different versions of Unicode (8 to 16), so no version of Java's agrees with all of them.
Needs perl for the age of code points.
"""

import subprocess
import sys

from tokenizers import normalizers, pre_tokenizers

CLEAN = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False)
CHINESE = normalizers.BertNormalizer(clean_text=False, handle_chinese_chars=True, strip_accents=False, lowercase=False)
STRIP = normalizers.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False)
NFD, NMT = normalizers.NFD(), normalizers.Nmt()
ACCENTS, LOWERCASE = normalizers.StripAccents(), normalizers.Lowercase()
BERT, BYTES = pre_tokenizers.BertPreTokenizer(), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)

# The tables of the library's normalization forms are those of Unicode 9.0: it leaves newer code points as they are.
AGE = r"""for my $c (0..0x10FFFF) { next if $c >= 0xD800 && $c <= 0xDFFF; print "$c\n" unless chr($c) =~ /\p{Present_In: 9.0}/ }"""


def between(normalizer, character):
    return normalizer.normalize_str("a" + character + "b")[1:-1]


def pieces(pre_tokenizer, text):
    return [piece for piece, _ in pre_tokenizer.pre_tokenize_str(text)]


def classes_of(character):
    cleaned = between(CLEAN, character)
    if cleaned == "":
        yield "bert-removed"
    elif cleaned != character or character == " ":
        yield "bert-space"
    if between(CHINESE, character) != character:
        yield "bert-chinese"
    if STRIP.normalize_str(character) == "":
        yield "bert-mark"
    words = pieces(BERT, "a" + character + "b")
    if len(words) == 2:
        yield "bert-whitespace"
    elif len(words) == 3:
        yield "bert-punctuation"
    if ACCENTS.normalize_str(character) == "":
        yield "mark"
    flat = between(NMT, character)
    if flat == "":
        yield "nmt-removed"
    elif flat != character or character == " ":
        yield "nmt-space"
    if len(pieces(BYTES, "a" + character)) == 1:
        yield "letter"
    elif len(pieces(BYTES, "1" + character)) == 1:
        yield "number"
    elif len(pieces(BYTES, "!" + character)) == 2:
        yield "space"


def ranges(codes):
    start = previous = None
    for code in sorted(codes):
        if previous is not None and code == previous + 1:
            previous = code
            continue
        if start is not None:
            yield start, previous
        start = previous = code
    if start is not None:
        yield start, previous


def main(target):
    classes = {"undecomposed": {int(line) for line in subprocess.check_output(["perl", "-e", AGE]).split()}}
    lowercase = []
    for code in range(0x110000):
        if 0xD800 <= code <= 0xDFFF:
            continue
        character = chr(code)
        for name in classes_of(character):
            classes.setdefault(name, set()).add(code)
        lower = LOWERCASE.normalize_str(character)
        if lower != character:
            lowercase.append(f"{code:X}={'+'.join(f'{ord(c):X}' for c in lower)}")
    with open(target, "w", encoding="ascii", newline="\n") as out:
        out.write("# Made by src/test/python/make_tokenizer_characters.py; ranges of code points in hexadecimal.\n")
        for name in sorted(classes):
            texts = (f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in ranges(classes[name]))
            out.write(f"{name} {' '.join(texts)}\n")
        out.write(f"lowercase {' '.join(lowercase)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
