package io.sparkformer.data.manifest;

/**
 * What became of the inputs; every input that looks like a sample is counted once.
 *
 * @param read written + rejected + removed
 * @param written samples in the shards of all splits
 * @param rejected in quarantine
 * @param removed left out by the filters of cleaning
 * @param ignored hidden and system files, not part of what was read
 */
public record Counts(long read, long written, long rejected, long removed, long ignored) {
    /** Checks that the counts add up. */
    public Counts {
        boolean negative = written < 0 || rejected < 0 || removed < 0 || ignored < 0;
        if (negative || read != written + rejected + removed) {
            throw new IllegalArgumentException("counts do not add up: read " + read + ", written " + written
                    + ", rejected " + rejected + ", removed " + removed + ", ignored " + ignored
                    + ": a sample was lost or counted twice");
        }
    }

    /** Counts where nothing was removed. */
    public Counts(long read, long written, long rejected, long ignored) {
        this(read, written, rejected, 0, ignored);
    }
}
