package io.sparkformer.data.words;

import java.util.Map;
import java.util.function.Consumer;

/** How normalized text is cut into words, across which no token reaches. The same as the library's of that name. */
public sealed interface PreTokenizer permits BertWords, ByteLevelWords, MetaspaceWords {
    /** Gives the words of a text in order; none is empty. */
    void split(String text, Consumer<String> words);

    /** The word as the model sees it. */
    default String symbols(String word) {
        return word;
    }

    /** The member {@code pre_tokenizer} of {@code tokenizer.json}. */
    Map<String, Object> json();

    /** The member {@code decoder}, which makes text of tokens again. */
    Map<String, Object> decoderJson();
}
