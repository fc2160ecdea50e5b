package io.sparkformer.model.chain;

/** What tags score by standing beside each other, whatever the words are. */
public final class ChainScores {
    private final int tags;
    private final double[] transitions;
    private final double[] first;
    private final double[] last;

    /**
     * Of all pairs and ends.
     *
     * @param transitions [tags, tags], row by row: from the row's tag to the column's
     * @param first [tags], of the first word's tag
     * @param last [tags], of the last word's
     */
    public ChainScores(float[] transitions, float[] first, float[] last) {
        this.tags = first.length;
        if (transitions.length != tags * tags || last.length != tags) {
            throw new IllegalArgumentException(transitions.length + " transitions, " + first.length + " first and "
                    + last.length + " last tags: there must be one for each tag, and a transition for each pair");
        }
        this.transitions = doubles(transitions);
        this.first = doubles(first);
        this.last = doubles(last);
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** How many tags there are. */
    public int tags() {
        return tags;
    }

    double transition(int from, int to) {
        return transitions[from * tags + to];
    }

    double first(int tag) {
        return first[tag];
    }

    double last(int tag) {
        return last[tag];
    }
}
