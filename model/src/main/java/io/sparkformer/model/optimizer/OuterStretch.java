package io.sparkformer.model.optimizer;

/**
 * Elements of the flat vector that one outer step is computed for: all of them, or any piece. An outer step is
 * elementwise, so that pieces come out as the whole does, wherever and in whatever order they are computed.
 *
 * @param before the model that the round started from; [n], only read
 * @param average of the workers' models; [n], only read unless it is {@code next}
 * @param velocity the outer optimizer's memory, updated in place; [n], or [0] where it keeps none
 * @param next receives the model of the next round; [n], may be the array {@code average}
 */
public record OuterStretch(float[] before, float[] average, float[] velocity, float[] next) {
    /** Refuses arrays that are not of one stretch. */
    public OuterStretch {
        Checks.sameLength("average", average, before.length);
        Checks.sameLength("next model", next, before.length);
    }

    int length() {
        return before.length;
    }
}
