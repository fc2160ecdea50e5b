package io.sparkformer.model.plan;

/** What an input is set to, in the kind of numbers that the graph declares for it. */
public sealed interface InputValues {
    /** Pixels, targets, weights, masks. */
    record Reals(float[] values) implements InputValues {
        @Override
        public int length() {
            return values.length;
        }
    }

    /** Token ids, labels, places. */
    record Integers(int[] values) implements InputValues {
        @Override
        public int length() {
            return values.length;
        }
    }

    /** How many numbers there are. */
    int length();
}
