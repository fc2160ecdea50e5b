package io.sparkformer.data.tokenizer;

import java.util.Map;

/** One step from a line of text to the text that is cut into words. The same as the library's step of that name. */
sealed interface NormalizationStep permits BertNormalization, CommonNormalization {
    /** The text after the step. */
    String apply(String text);

    /** The step in {@code tokenizer.json}. */
    Map<String, Object> json();
}
