package io.sparkformer.data.tokenizer;

/** The counted words do not give the tokenizer that is wanted. */
public final class TokenizerTrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * Describes what is wrong.
     *
     * @param message what does not fit, without a full stop at the end
     * @param remedy what to do about it, without a full stop at the end
     */
    public TokenizerTrainingException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
