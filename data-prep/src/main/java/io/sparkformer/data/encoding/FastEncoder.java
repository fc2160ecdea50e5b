package io.sparkformer.data.encoding;

/** Makes tokens of texts, remembering the words that it met. For one thread. */
public sealed interface FastEncoder permits BertEncoder, ByteLevelEncoder {
    /**
     * The tokens of a text in which none of the tokenizer's added tokens stands, without special ones around it.
     *
     * @return valid until the next text
     */
    TokenBuffer encode(String text);
}
