package io.sparkformer.model.checkpoint;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A checkpoint file is damaged, of an unknown kind, or holds another model. */
public final class CheckpointFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final String remedy;

    /**
     * Names what is wrong and what helps.
     *
     * @param file which file
     * @param problem what is wrong with it
     * @param remedy what the user can do
     */
    public CheckpointFormatException(String file, String problem, String remedy) {
        this(file, problem, remedy, null);
    }

    CheckpointFormatException(String file, String problem, String remedy, @Nullable Throwable cause) {
        super(file + ": " + problem + "; " + remedy, cause);
        this.problem = file + ": " + problem;
        this.remedy = remedy;
    }

    /** Which file, and what is wrong with it. */
    public String problem() {
        return problem;
    }

    /** What the user can do. */
    public String remedy() {
        return remedy;
    }

    /** A file that breaks the format. */
    static CheckpointFormatException damaged(String file, String problem) {
        return damaged(file, problem, null);
    }

    static CheckpointFormatException damaged(String file, String problem, @Nullable Throwable cause) {
        return new CheckpointFormatException(
                file, problem, "the file is damaged or not a safetensors file: copy it again or use another", cause);
    }
}
