"""Makes golden values for tokenizers under src/test/resources/tokenizer, with the Hugging Face library `tokenizers`.

Run from the module's folder (made with tokenizers 0.23.2):

    python3 src/test/python/make_trained_tokenizer_golden.py

lines.jsonl: {"text", "words": {"<type> <lowercase> <strip accents>": [...]}}: what the library's normalizers and
pre-tokenizers make of lines. corpus.txt: made-up text; trained.json: what the library's own trainers learn from it.
"""

import json
import pathlib
import random

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

GOLDEN = pathlib.Path("src/test/resources/tokenizer")
SIZE = 400
TEXTS = [
    "", " ", "  two  spaces ", "don't we'll I'VE they'd it's 'tis", "tab\there\u00a0and\u2003there", "a\u0000b\u0007c\ufffdd\ufeffe",
    "Привет, мир! Ёлка", "你好世界,東京タワー", "مرحبا بالعالم", "안녕하세요 세계", "हिन्दी में पाठ", "ภาษาไทย", "Ελληνικά ΣΑΣ",
    "İstanbul ıI", "Ångström café naïve cafe\u0301", "ﬁne ½ ① ㍿ ｆｕｌｌ", "😀 👨‍👩‍👧 🇪🇺", "x² + y³ = 10⁻⁴", "snake_case-kebab.dot:colon",
    "[CLS] looks <s> special", "1234567890 12,345.67", "\u2581 mark \u2581\u2581", "soft\u00adhyphen zero\u200bwidth", "\U00011938\u32ff\U0001fbf5",
]


def pipeline(kind, lowercase, strip):
    if kind == "wordpiece":
        bert = normalizers.BertNormalizer(
            clean_text=True, handle_chinese_chars=True, strip_accents=strip, lowercase=lowercase)
        return bert, pre_tokenizers.BertPreTokenizer()
    lower = [normalizers.Lowercase()] if lowercase else []
    if kind == "byte-level-bpe":
        accents = [normalizers.NFD(), normalizers.StripAccents(), normalizers.NFC()] if strip else []
        return normalizers.Sequence(accents + lower), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    accents = [normalizers.NFKD(), normalizers.StripAccents(), normalizers.NFKC()] if strip else [normalizers.NFKC()]
    spaces = [normalizers.Replace(Regex(" {2,}"), " ")]
    steps = [normalizers.Nmt()] + accents + lower + spaces
    return normalizers.Sequence(steps), pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always", split=True)


def random_text(draw):
    def code():
        kind = draw.randrange(10)
        if kind < 3:
            return ord(draw.choice("aZ'st 09.,-\u00e9"))
        if kind < 5:
            return 0x20
        code = draw.choice([draw.randrange(0x20), 0x300 + draw.randrange(0x70), draw.randrange(0x3100),
                            0xAC00 + draw.randrange(11172), draw.randrange(0x110000)])
        return 0x41 if 0xD800 <= code <= 0xDFFF else code

    return "".join(chr(code()) for _ in range(draw.randrange(1, 25)))


def lines(draw):
    kinds = ["wordpiece", "byte-level-bpe", "unigram"]
    steps = {f"{kind} {low} {strip}".lower(): pipeline(kind, low, strip)
             for kind in kinds for low in (False, True) for strip in (False, True)}
    for text in TEXTS + [random_text(draw) for _ in range(200)]:
        words = {name: [word for word, _ in pre.pre_tokenize_str(normalizer.normalize_str(text))]
                 for name, (normalizer, pre) in steps.items()}
        yield json.dumps({"text": text, "words": words}, ensure_ascii=True)


def corpus(draw):
    syllables = [a + b for a in ["b", "d", "k", "l", "m", "s", "t", "tr", "Př", "ш"] for b in ["a", "e", "i", "o", "u", "ij", "ö"]]
    words = ["".join(draw.choice(syllables) for _ in range(draw.randrange(1, 5))) for _ in range(1500)]
    for _ in range(700):
        yield " ".join(words[int(1500 * draw.random() ** 3)] for _ in range(draw.randrange(3, 15))) + draw.choice([".", "!", "?"])


def trained(kind, text):
    normalizer, pre = pipeline(kind, False, False)
    special = {"wordpiece": ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], "byte-level-bpe": ["<|endoftext|>"]}.get(
        kind, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    common = {"vocab_size": SIZE, "special_tokens": special, "show_progress": False}
    if kind == "wordpiece":
        tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        trainer = trainers.WordPieceTrainer(min_frequency=2, **common)
    elif kind == "byte-level-bpe":
        tokenizer = Tokenizer(models.BPE())
        trainer = trainers.BpeTrainer(min_frequency=2, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), **common)
    elif kind == "bpe":
        tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
        trainer = trainers.BpeTrainer(min_frequency=2, **common)
    else:
        tokenizer = Tokenizer(models.Unigram())
        trainer = trainers.UnigramTrainer(unk_token="<unk>", max_piece_length=16, **common)
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, pre
    tokenizer.train_from_iterator(text, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    tokens = sum(len(tokenizer.encode(line, add_special_tokens=False).ids) for line in text)
    vocabulary = [piece for piece, _ in model["vocab"]] if kind == "unigram" else sorted(model["vocab"], key=model["vocab"].get)
    return {"vocabulary": vocabulary, "merges": model.get("merges", []), "tokens": tokens}


def main():
    draw = random.Random(1)
    GOLDEN.mkdir(parents=True, exist_ok=True)
    (GOLDEN / "lines.jsonl").write_text("\n".join(lines(draw)) + "\n", encoding="ascii")
    text = list(corpus(draw))
    (GOLDEN / "corpus.txt").write_text("\n".join(text) + "\n", encoding="utf-8")
    results = {kind: trained(kind, text) for kind in ["wordpiece", "bpe", "byte-level-bpe", "unigram"]}
    (GOLDEN / "trained.json").write_text(json.dumps(results, ensure_ascii=True, indent=0) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
