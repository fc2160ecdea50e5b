package io.sparkformer.model.checkpoint;

import java.io.IOException;

/** A checkpoint file is damaged, hostile or of another kind. The message names file, tensor and remedy. */
public final class CheckpointFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** Describes what is wrong with {@code file}. */
    public CheckpointFormatException(String file, String problem, String remedy) {
        super(file + ": " + problem + "; " + remedy);
    }
}
