package io.sparkformer.model.optimizer;

import java.util.function.IntConsumer;

/** Work on a vector in a fixed number of parts, which may run side by side. Their number changes no bit of a result. */
public interface Parts {
    /** How many there are, at least 1. */
    int count();

    /** Runs {@code work} for the parts 0 to {@code count() - 1} and returns when all are done. */
    void run(IntConsumer work);

    /** One part, in the calling thread. */
    static Parts one() {
        return new Parts() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public void run(IntConsumer work) {
                work.accept(0);
            }
        };
    }
}
