package io.sparkformer.data.encoding;

import io.sparkformer.data.words.NormalizationStep;
import io.sparkformer.data.words.WordEnds;
import java.util.List;
import java.util.Map;

/**
 * What a byte-level tokenizer does.
 *
 * @param normalization the steps before it cuts texts into words
 * @param spaceFirst whether a text that begins with no space gets one
 * @param ends where words end
 * @param merges of a word's bytes
 * @param wholeWords the words that are tokens and are not merged; empty where merges make all
 */
record ByteLevelRules(
        List<NormalizationStep> normalization,
        boolean spaceFirst,
        WordEnds ends,
        MergeTable merges,
        Map<String, Integer> wholeWords) {
    /** Copies the collections. */
    ByteLevelRules {
        normalization = List.copyOf(normalization);
        wholeWords = Map.copyOf(wholeWords);
    }

    /** The text after the steps. */
    String normalize(String text) {
        String normalized = text;
        for (NormalizationStep step : normalization) {
            normalized = step.apply(normalized);
        }
        return normalized;
    }

    /** A text after the steps with the space that it gets. */
    String spaced(String normalized) {
        return spaceFirst && !normalized.isEmpty() && normalized.charAt(0) != ' ' ? ' ' + normalized : normalized;
    }
}
