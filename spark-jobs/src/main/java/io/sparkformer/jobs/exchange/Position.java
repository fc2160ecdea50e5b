package io.sparkformer.jobs.exchange;

/**
 * How far a run has come between two rounds.
 *
 * @param round rounds done
 * @param step optimizer steps done
 * @param optimizerSteps steps that each owner's moments have seen: one owner for all workers, or one each where they keep
 *     their own; never modified
 */
public record Position(long round, long step, long[] optimizerSteps) {
    /** The beginning, with as many owners of moments. */
    public static Position start(int owners) {
        return new Position(0, 0, new long[owners]);
    }

    /** Steps that the moments have seen which a worker begins with. */
    public long optimizerSteps(int worker) {
        return optimizerSteps[optimizerSteps.length == 1 ? 0 : worker];
    }
}
