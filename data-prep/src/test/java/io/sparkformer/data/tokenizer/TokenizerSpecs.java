package io.sparkformer.data.tokenizer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Specifications and counted words for tests. */
final class TokenizerSpecs {
    static final Path GOLDEN = Path.of("src/test/resources/tokenizer");

    private TokenizerSpecs() {}

    static TokenizerSpec of(TokenizerType type, int size) {
        return of(type, size, false, false);
    }

    static TokenizerSpec of(TokenizerType type, int size, boolean lowercase, boolean stripAccents) {
        SurroundingTokens template = switch (type) {
            case WORDPIECE -> SurroundingTokens.BERT;
            case UNIGRAM -> SurroundingTokens.ROBERTA;
            case BPE, BYTE_LEVEL_BPE -> SurroundingTokens.NONE;
        };
        return new TokenizerSpec(
                type,
                size,
                2,
                lowercase,
                stripAccents,
                TokenizerSpec.usualSpecialTokens(type),
                template,
                1000,
                100,
                "##",
                16,
                100_000,
                512);
    }

    static WordCounts count(TokenizerSpec spec, List<String> lines) {
        WordCounter counter = new WordCounter(spec, Integer.MAX_VALUE);
        lines.forEach(counter::add);
        Map<String, Long> counts = new HashMap<>();
        counter.drain(counts::put);
        return WordCounts.of(counts);
    }

    static TrainedTokenizer train(TokenizerSpec spec, List<String> lines) {
        return TokenizerTrainer.train(spec, count(spec, lines));
    }
}
