package io.sparkformer.data.task;

/** Checks of what tasks are asked for. */
final class Sizes {
    private Sizes() {}

    /** Refuses a number outside of its range. */
    static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " = " + value + ": choose from " + least + " to " + most);
        }
    }
}
