package io.sparkformer.model.plan;

import io.sparkformer.model.operation.IndexRange;

/** Integers that choose elements, read for a run and refused if there are none such. */
public final class CheckedIndices {
    private final String name;
    private final View view;
    private final IndexRange range;
    private final int[] values;

    /**
     * Reads nothing yet.
     *
     * @param name of the integers, for the error
     * @param view where they lie
     */
    public CheckedIndices(String name, View view, IndexRange range) {
        this.name = name;
        this.view = view;
        this.range = range;
        this.values = new int[Math.toIntExact(view.length())];
    }

    /**
     * The present values; the same array every time.
     *
     * @throws IllegalArgumentException naming the first value that is not allowed
     */
    public int[] read() {
        view.storage().read(view.offset(), values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            if (!range.allows(values[i])) {
                throw new IllegalArgumentException("input " + name + ": " + values[i] + " at element " + i
                        + " is outside of 0 to " + (range.end() - 1) + ", " + range.meaning());
            }
        }
        return values;
    }
}
