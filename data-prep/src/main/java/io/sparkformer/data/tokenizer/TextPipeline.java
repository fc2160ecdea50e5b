package io.sparkformer.data.tokenizer;

import static io.sparkformer.data.words.CommonNormalization.LOWERCASE;
import static io.sparkformer.data.words.CommonNormalization.MERGE_SPACES;
import static io.sparkformer.data.words.CommonNormalization.NFC;
import static io.sparkformer.data.words.CommonNormalization.NFD;
import static io.sparkformer.data.words.CommonNormalization.NFKC;
import static io.sparkformer.data.words.CommonNormalization.NFKD;
import static io.sparkformer.data.words.CommonNormalization.NMT;
import static io.sparkformer.data.words.CommonNormalization.STRIP_ACCENTS;

import io.sparkformer.data.words.BertNormalization;
import io.sparkformer.data.words.BertWords;
import io.sparkformer.data.words.ByteLevelWords;
import io.sparkformer.data.words.MetaspaceWords;
import io.sparkformer.data.words.NormalizationStep;
import io.sparkformer.data.words.PreTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** From a line of text to its words: normalization, then the cutting into words. */
public final class TextPipeline {
    private final List<NormalizationStep> steps;
    private final PreTokenizer preTokenizer;

    TextPipeline(List<? extends NormalizationStep> steps, PreTokenizer preTokenizer) {
        this.steps = List.copyOf(steps);
        this.preTokenizer = preTokenizer;
    }

    /** What a tokenizer of that kind does before its model. */
    static TextPipeline of(TokenizerSpec spec) {
        return switch (spec.type()) {
            case WORDPIECE ->
                new TextPipeline(
                        List.of(new BertNormalization(spec.stripAccents(), spec.lowercase())),
                        new BertWords(spec.continuingPrefix()));
            case BYTE_LEVEL_BPE -> new TextPipeline(accentsAndCapitals(spec, NFD, NFC), new ByteLevelWords());
            case BPE, UNIGRAM -> {
                List<NormalizationStep> steps = new ArrayList<>();
                steps.add(NMT);
                steps.addAll(accentsAndCapitals(spec, NFKD, NFKC));
                if (!spec.stripAccents()) {
                    steps.add(1, NFKC);
                }
                steps.add(MERGE_SPACES);
                yield new TextPipeline(steps, new MetaspaceWords());
            }
        };
    }

    private static List<NormalizationStep> accentsAndCapitals(
            TokenizerSpec spec, NormalizationStep decomposition, NormalizationStep composition) {
        List<NormalizationStep> steps = new ArrayList<>();
        if (spec.stripAccents()) {
            // What is left is composed again, so that Hangul does not fall apart.
            steps.addAll(List.of(decomposition, STRIP_ACCENTS, composition));
        }
        if (spec.lowercase()) {
            steps.add(LOWERCASE);
        }
        return steps;
    }

    /** Gives the words of a line in order. */
    public void words(String line, Consumer<String> words) {
        preTokenizer.split(normalize(line), words);
    }

    String normalize(String line) {
        String text = line;
        for (NormalizationStep step : steps) {
            text = step.apply(text);
        }
        return text;
    }

    List<NormalizationStep> steps() {
        return steps;
    }

    PreTokenizer preTokenizer() {
        return preTokenizer;
    }
}
