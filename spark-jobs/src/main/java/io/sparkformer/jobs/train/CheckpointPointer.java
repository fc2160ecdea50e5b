package io.sparkformer.jobs.train;

import java.io.Serializable;
import java.util.List;

/**
 * The small object that makes a checkpoint valid.
 *
 * @param formatVersion of the checkpoint; the first pointers did not say it
 * @param directory of the checkpoint, relative to the checkpoints' directory
 * @param round rounds behind it
 * @param step optimizer steps behind it
 * @param files what it consists of
 */
record CheckpointPointer(int formatVersion, String directory, long round, long step, List<FileEntry> files) {
    /**
     * One file.
     *
     * @param name in the directory
     * @param bytes length
     * @param sha256 of the content
     */
    record FileEntry(String name, long bytes, String sha256) implements Serializable {
        private static final long serialVersionUID = 1;
    }
}
