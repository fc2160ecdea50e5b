package io.sparkformer.jobs.config;

import io.sparkformer.data.tokenizer.SurroundingTokens;
import io.sparkformer.data.tokenizer.TokenizerSpec;
import io.sparkformer.data.tokenizer.TokenizerType;
import java.util.HashSet;
import java.util.List;

/** How a tokenizer is learned from text. */
public record TokenizerConfig(
        @Key(
                value =
                        "What is learned: wordpiece (BERT), bpe (characters, as SentencePiece), byte-level-bpe (GPT-2) or unigram (SentencePiece).",
                role = Role.NUMERIC)
        TokenizerType type,

        @Key(
                value = "Files, directories or patterns of text; their content, not their place, decides.",
                role = Role.OPERATIONAL)
        List<String> inputs,

        @Key(
                value = "How text lies in them: lines (of plain text, compressed or not), jsonl or parquet.",
                role = Role.NUMERIC)
        TextFormat format,

        @Key(
                value = "Of jsonl and parquet: the member or column with the text; a.b is b in the structure a.",
                role = Role.NUMERIC)
        String field,

        @Key(value = "Tokens of the vocabulary, special ones included.", role = Role.NUMERIC)
        int vocabularySize,

        @Key(value = "Pairs of tokens that are rarer are not merged; not of unigram.", role = Role.NUMERIC)
        long minFrequency,

        @Key(value = "Words that are rarer are left out.", role = Role.NUMERIC)
        long minWordFrequency,

        @Key(
                value = "Most different words that are learned from, the most frequent ones; they must fit the driver.",
                role = Role.NUMERIC)
        int maxWords,

        @Key(
                value = "Longest word, in characters; longer ones are unknown to wordpiece, and cut for the others.",
                role = Role.NUMERIC)
        int maxWordLength,

        @Key(value = "Whether text is put in lower case.", role = Role.NUMERIC)
        boolean lowercase,

        @Key(value = "Whether accents are removed.", role = Role.NUMERIC)
        boolean stripAccents,

        @Key(
                value = "Special tokens in the order of their ids, which begin at 0; empty for the type's usual ones.",
                role = Role.NUMERIC)
        List<String> specialTokens,

        @Key(
                value =
                        "Special tokens around a text: none, bert ([CLS] A [SEP] B [SEP]), roberta (<s> A </s></s> B </s>), or auto: bert for wordpiece, else none.",
                role = Role.NUMERIC)
        TemplateChoice template,

        @Key(
                value =
                        "Most characters that are tokens of their own, the most frequent ones; others are unknown. Not of byte-level-bpe.",
                role = Role.NUMERIC)
        int alphabetLimit,

        @Key(value = "Of wordpiece: what tokens inside a word begin with.", role = Role.NUMERIC)
        String continuingPrefix,

        @Key(value = "Of unigram: longest token, in characters.", role = Role.NUMERIC)
        int maxPieceLength,

        @Key(value = "Of unigram: how many substrings it begins with.", role = Role.NUMERIC)
        int seedSize,

        @Key(value = "Longest sequence of a model, in tokens, told to transformers.", role = Role.NUMERIC)
        int modelMaxLength) {
    private static final int BYTES = 256;

    /** Refuses values that cannot work. */
    public TokenizerConfig {
        inputs = List.copyOf(inputs);
        specialTokens = List.copyOf(specialTokens);
        List<String> special = specialTokens.isEmpty() ? TokenizerSpec.usualSpecialTokens(type) : specialTokens;
        String unknown = TokenizerSpec.unknownToken(type);
        SurroundingTokens around = template.of(type);
        int needed = special.size() + (type == TokenizerType.BYTE_LEVEL_BPE ? BYTES : 1);
        new Requirements()
                .that(inputs.stream().noneMatch(String::isBlank), "inputs", inputs, "holds an empty name", "Remove it")
                .notBlank("field", field)
                .that(
                        vocabularySize >= needed,
                        "vocabulary-size",
                        vocabularySize,
                        "has no room for the special tokens and the alphabet",
                        "Use " + needed + " or more")
                .atLeast("min-frequency", minFrequency, 1)
                .atLeast("min-word-frequency", minWordFrequency, 1)
                .atLeast("max-words", maxWords, 1)
                .atLeast("max-word-length", maxWordLength, 1)
                .that(
                        special.stream().noneMatch(String::isBlank) && new HashSet<>(special).size() == special.size(),
                        "special-tokens",
                        special,
                        "holds an empty token, or one twice",
                        "Give each token once")
                .together(
                        unknown.isEmpty() || special.contains(unknown),
                        List.of("special-tokens", "type"),
                        special,
                        "lacks " + unknown + ", which stands for what has no token",
                        "Add it")
                .together(
                        special.containsAll(around.tokens()),
                        List.of("template", "special-tokens", "type"),
                        template,
                        "needs the special tokens " + around.tokens(),
                        "Add them to special-tokens, or use another template")
                .atLeast("alphabet-limit", alphabetLimit, 1)
                .notBlank("continuing-prefix", continuingPrefix)
                .between("max-piece-length", maxPieceLength, 2, TokenizerSpec.LONGEST_PIECE)
                .atLeast("seed-size", seedSize, 1)
                .atLeast("model-max-length", modelMaxLength, 1)
                .check();
    }

    /** What decides the tokenizer besides the words. */
    public TokenizerSpec spec() {
        return new TokenizerSpec(
                type,
                vocabularySize,
                minFrequency,
                lowercase,
                stripAccents,
                specialTokens.isEmpty() ? TokenizerSpec.usualSpecialTokens(type) : specialTokens,
                template.of(type),
                alphabetLimit,
                maxWordLength,
                continuingPrefix,
                maxPieceLength,
                seedSize,
                modelMaxLength);
    }
}
