package io.sparkformer.model.plan;

/** Integers that name rows of a table, read for a run and refused if they name none. */
public final class CheckedIndices {
    private final String name;
    private final String table;
    private final long rows;
    private final View view;
    private final int[] values;

    /**
     * Reads nothing yet.
     *
     * @param name of the indices, for the error
     * @param view where they lie
     * @param table the name of what they choose from, for the error
     * @param rows how many rows that has
     */
    public CheckedIndices(String name, View view, String table, long rows) {
        this.name = name;
        this.view = view;
        this.table = table;
        this.rows = rows;
        this.values = new int[Math.toIntExact(view.length())];
    }

    /** The indices of a gather: of its second input, into the first axis of its first one. */
    static CheckedIndices of(OperationCall call) {
        String[] names = call.operation().argNames();
        View table = call.inputs().get(0);
        return new CheckedIndices(names[1], call.inputs().get(1), names[0], table.shape()[0]);
    }

    /**
     * The present values; the same array every time.
     *
     * @throws IllegalArgumentException naming the first value that is no row
     */
    public int[] read() {
        view.storage().read(view.offset(), values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= rows) {
                throw new IllegalArgumentException("input " + name + ": " + values[i] + " at element " + i
                        + " is no row of " + table + ", which has rows 0 to " + (rows - 1)
                        + "; token ids must come from a tokenizer whose vocabulary has at most " + rows + " entries");
            }
        }
        return values;
    }
}
