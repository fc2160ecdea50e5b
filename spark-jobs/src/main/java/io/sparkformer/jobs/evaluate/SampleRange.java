package io.sparkformer.jobs.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a split.
 *
 * @param from first sample
 * @param to one behind the last sample
 */
record SampleRange(long from, long to) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Cuts a split into stretches whose bounds depend on the split alone, so that sums over them do too. */
    static List<SampleRange> cut(long samples, long length) {
        List<SampleRange> ranges = new ArrayList<>();
        for (long from = 0; from < samples; from += length) {
            ranges.add(new SampleRange(from, Math.min(samples, from + length)));
        }
        return ranges;
    }
}
