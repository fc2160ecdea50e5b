package io.sparkformer.data.source;

import java.io.IOException;
import java.io.InputStream;

/**
 * A regular file in an archive.
 *
 * @param source its id
 * @param path its name, taken apart
 * @param size in bytes
 * @param headerAt where in the archive it begins
 * @param independent whether it can be read without what comes before it in the archive
 * @param content of the archive, at the file's first byte; ends with the file
 */
record TarMember(String source, EntryPath path, long size, long headerAt, boolean independent, InputStream content) {
    /** All bytes of a file that is known to be small enough. */
    byte[] bytes() throws IOException {
        byte[] bytes = content.readNBytes((int) size);
        if (bytes.length != size) {
            throw new IOException("it ends within that entry");
        }
        return bytes;
    }

    /** Delivers the file as an image, unless it is too large. */
    void deliver(Placement placement, Delivery delivery) throws IOException {
        if (size > delivery.rules().limits().maxBytes()) {
            delivery.rejectTooLarge(source, placement, size);
        } else {
            delivery.image(source, placement, bytes());
        }
    }
}
