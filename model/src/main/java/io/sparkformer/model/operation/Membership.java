package io.sparkformer.model.operation;

import org.jspecify.annotations.Nullable;

/** The composite whose expansion an operation belongs to, if any. */
public final class Membership {
    private @Nullable CompositeCall call;

    /** The outermost composite around the operation. */
    public @Nullable CompositeCall call() {
        return call;
    }

    /** Composites end from the inside out, so that the last to call this is the outermost. */
    void join(CompositeCall enclosing) {
        this.call = enclosing;
    }
}
