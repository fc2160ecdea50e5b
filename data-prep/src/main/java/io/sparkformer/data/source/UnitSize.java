package io.sparkformer.data.source;

import java.io.Serializable;

/**
 * How much one task reads, about.
 *
 * @param files image files of their own
 * @param bytes of a file that holds many images
 */
public record UnitSize(int files, long bytes) implements Serializable {
    /** Checks both. */
    public UnitSize {
        if (files < 1) {
            throw new IllegalArgumentException("files per unit = " + files + ": set it to at least 1");
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes per unit = " + bytes + ": set it to at least 1");
        }
    }
}
