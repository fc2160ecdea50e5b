package io.sparkformer.data.tokenizer;

import java.util.List;

/** Files of tokenizers that are trained for a test. */
public final class TrainedFiles {
    private TrainedFiles() {}

    /** The {@code tokenizer.json} of a tokenizer of a size. */
    public static byte[] train(
            TokenizerType type, int size, boolean lowercase, boolean stripAccents, List<String> lines) {
        return TokenizerJson.tokenizer(
                TokenizerSpecs.train(TokenizerSpecs.of(type, size, lowercase, stripAccents), lines));
    }
}
