package io.sparkformer.data.encoding;

/** A tokenizer that only Hugging Face's library can run; the message says what it has that ours knows not. */
public final class UnsupportedTokenizerException extends Exception {
    private static final long serialVersionUID = 1;

    /** With what the tokenizer has, as a clause: "its normalizer is Lowercase". */
    public UnsupportedTokenizerException(String message) {
        super(message);
    }
}
