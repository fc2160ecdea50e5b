package io.sparkformer.jobs.weights;

import java.util.List;

/**
 * Where a run's first parameters came from; stored with its checkpoints.
 *
 * @param from what the user named
 * @param files which files were read
 * @param sha256 of each of them
 * @param keys whose names they use
 */
public record Initialization(String from, List<String> files, List<String> sha256, String keys) {
    /** Copies the lists. */
    public Initialization {
        files = List.copyOf(files);
        sha256 = List.copyOf(sha256);
    }
}
