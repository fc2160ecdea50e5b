package io.sparkformer.data.manifest;

/**
 * What became of the inputs; every input that looks like a sample is counted once.
 *
 * @param read written + rejected
 * @param written samples in the shards of all splits
 * @param rejected in quarantine
 * @param ignored hidden and system files, not part of what was read
 */
public record Counts(long read, long written, long rejected, long ignored) {
    /** Checks that the counts add up. */
    public Counts {
        if (written < 0 || rejected < 0 || ignored < 0 || read != written + rejected) {
            throw new IllegalArgumentException("counts do not add up: read " + read + ", written " + written
                    + ", rejected " + rejected + ", ignored " + ignored + ": a sample was lost or counted twice");
        }
    }
}
