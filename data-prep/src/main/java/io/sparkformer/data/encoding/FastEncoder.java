package io.sparkformer.data.encoding;

import org.jspecify.annotations.Nullable;

/** Makes tokens of texts, remembering the words that it met. For one thread. */
public sealed interface FastEncoder permits BertEncoder, ByteLevelEncoder {
    /**
     * The tokens of a text of whole characters, without special ones around it.
     *
     * @return valid until the next text; null where one of the tokenizer's added tokens may stand in the text, which is for the library
     */
    @Nullable TokenBuffer encode(String text);
}
