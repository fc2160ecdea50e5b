package io.sparkformer.data.words;

import java.util.Map;

/** One step from a line of text to the text that is cut into words. The same as the library's step of that name. */
public sealed interface NormalizationStep permits BertNormalization, CommonNormalization {
    /** The text after the step. */
    String apply(String text);

    /** The step in {@code tokenizer.json}. */
    Map<String, Object> json();
}
