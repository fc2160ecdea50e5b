"""Makes small tokenizers and the golden tokenizations of TokenizerGoldenTest.

Writes src/test/resources/tokenizers/*.json and src/test/resources/golden/text/tokenizations.json.
Made with tokenizers 0.23.2: pip install tokenizers==0.23.2; run in data-prep.
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

RESOURCES = Path("src/test/resources")

CORPUS = [
    "The quick brown fox jumps over the lazy dog.",
    "New York City is a city; the city of New York never sleeps.",
    "Unbelievable words are believable, unbelievably so!",
    "Tokenizers tokenize tokens: tokenization is tokenizing.",
    "A sentence follows a sentence, and another one follows that.",
    "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.",
    "naïve café résumé 😀 smile",
]

TEXTS = [
    "The quick brown fox.",
    "New York City never sleeps",
    "unbelievably naïve café 😀!",
    "  spaces\tand  tabs ",
    "日本 and 12345",
    "[MASK] <mask> x",
    "a",
]

PAIRS = [
    ("The quick brown fox jumps over the lazy dog.", "New York"),
    ("a city", "Tokenizers tokenize tokens: tokenization is tokenizing."),
    ("one two three four five six", "one two three four five six"),
    ("one two three four five", "one two three four five six seven"),
]

WORDS = [["Unbelievable", "words", "are", "unbelievably", "so", "!"], ["New", "York", "City"]]


def wordpiece():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(CORPUS, trainers.WordPieceTrainer(vocab_size=160, special_tokens=special))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return tokenizer


def byte_level_bpe():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trainer = trainers.BpeTrainer(
        vocab_size=340, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), special_tokens=special
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    return tokenizer


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    special = ["<pad>", "</s>", "<unk>"]
    tokenizer.train_from_iterator(
        CORPUS, trainers.UnigramTrainer(vocab_size=150, special_tokens=special, unk_token="<unk>")
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)]
    )
    return tokenizer


def content(encoding):
    words = encoding.word_ids
    return {
        "ids": encoding.ids,
        "continues": [int(i > 0 and words[i] is not None and words[i] == words[i - 1]) for i in range(len(words))],
        "offsets": [list(offset) for offset in encoding.offsets],
    }


def framed(tokenizer, length, *texts):
    tokenizer.enable_truncation(length, strategy="longest_first")
    encoding = tokenizer.encode(*texts)
    tokenizer.no_truncation()
    return {"ids": encoding.ids, "types": encoding.type_ids, "special": encoding.special_tokens_mask}


def golden(tokenizer):
    return {
        "vocabulary": tokenizer.get_vocab_size(),
        "texts": [dict(text=text, **content(tokenizer.encode(text, add_special_tokens=False))) for text in TEXTS],
        "words": [
            {"words": words, "ids": e.ids, "word": e.word_ids}
            for words in WORDS
            for e in [tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)]
        ],
        "framed": [dict(text=text, length=length, **framed(tokenizer, length, text)) for text in TEXTS for length in (6, 64)],
        "pairs": [
            dict(first=first, second=second, length=length, **framed(tokenizer, length, first, second))
            for first, second in PAIRS
            for length in (9, 10, 15, 16, 128)
        ],
    }


def main():
    tokenizers = {"wordpiece": wordpiece(), "byte-level-bpe": byte_level_bpe(), "unigram": unigram()}
    result = {}
    for name, tokenizer in tokenizers.items():
        tokenizer.save(str(RESOURCES / "tokenizers" / f"{name}.json"), pretty=False)
        result[name] = golden(tokenizer)
    target = RESOURCES / "golden" / "text" / "tokenizations.json"
    target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
