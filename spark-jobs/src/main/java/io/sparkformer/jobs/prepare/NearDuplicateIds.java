package io.sparkformer.jobs.prepare;

import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The documents that {@code find-near-duplicates} says need not stay, by the hashes of their source ids.
 *
 * @param ids ascending, 8 bytes each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NearDuplicateIds(byte[] ids) {
    /** What the job calls the file with them. */
    public static final String FILE = "near-duplicates.ids";

    /**
     * Reads what the job has written.
     *
     * @param directory its output; blank: none
     */
    static byte[] read(Configuration hadoop, String directory) {
        if (directory.isBlank()) {
            return new byte[0];
        }
        Path file = new Path(directory, FILE);
        try (InputStream in = DiskErrors.guard(file.getFileSystem(hadoop).open(file))) {
            byte[] ids = in.readAllBytes();
            if (ids.length % Long.BYTES != 0) {
                throw new IOException("it has " + ids.length + " bytes, no multiple of 8");
            }
            return ids;
        } catch (IOException unreadable) {
            throw new UserError(
                    "prepare-text.cleaning.near-duplicates = " + directory + " has no " + FILE + " that can be read: "
                            + unreadable.getMessage(),
                    "Name the output of find-near-duplicates",
                    unreadable);
        }
    }

    /** Whether a document is among them. */
    boolean contain(long id) {
        ByteBuffer longs = ByteBuffer.wrap(ids);
        int low = 0;
        int high = ids.length / Long.BYTES - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = longs.getLong(middle * Long.BYTES);
            if (there == id) {
                return true;
            }
            if (there < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
