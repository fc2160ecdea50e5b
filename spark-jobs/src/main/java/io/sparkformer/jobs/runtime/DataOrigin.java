package io.sparkformer.jobs.runtime;

import java.io.Serializable;

/**
 * Where in a run its present data begin. Steps and epochs are counted over the whole run; the epochs' order and the
 * learning rate begin here anew.
 *
 * @param step optimizer steps taken before, on other data
 * @param epoch number of the first epoch of these data: above all before it, so that no random number is drawn twice
 */
public record DataOrigin(long step, long epoch) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of a run that has not changed its data. */
    public static final DataOrigin START = new DataOrigin(0, 0);
}
