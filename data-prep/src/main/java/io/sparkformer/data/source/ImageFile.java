package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import io.sparkformer.data.storage.DiskErrors;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * An image in a file of its own.
 *
 * @param fileSystem that holds it
 * @param path where it lies
 * @param source its id
 * @param placement where it belongs
 */
record ImageFile(FileSystem fileSystem, Path path, String source, Placement placement) {
    /** Reads a file that was not listed before, and delivers it. */
    void read(Delivery delivery) throws IOException {
        FileStatus status;
        try {
            status = fileSystem.getFileStatus(path);
        } catch (FileNotFoundException | AccessControlException | IllegalArgumentException unreadable) {
            // The last: HDFS refuses some names so.
            rejectUnreadable(delivery, unreadable);
            return;
        }
        if (status.isDirectory()) {
            delivery.reject(source, placement, Reason.NOT_A_REGULAR_FILE, path + " is a folder: name the images in it");
        } else if (status.getLen() > delivery.rules().limits().maxBytes()) {
            delivery.rejectTooLarge(source, placement, status.getLen());
        } else {
            read(status.getLen(), delivery);
        }
    }

    /**
     * Reads the file and delivers it.
     *
     * @param length that it was listed with
     * @throws IOException when it has another by now, or the file system fails
     */
    void read(long length, Delivery delivery) throws IOException {
        if (isSpecial()) {
            delivery.reject(
                    source, placement, Reason.NOT_A_REGULAR_FILE, path + " is a pipe, device or socket: remove it");
            return;
        }
        byte[] bytes;
        try (InputStream in = DiskErrors.guard(fileSystem.open(path))) {
            // One byte more than listed tells a file that is still growing.
            bytes = in.readNBytes((int) length + 1);
        } catch (FileNotFoundException | AccessControlException unreadable) {
            rejectUnreadable(delivery, unreadable);
            return;
        }
        if (bytes.length != length) {
            throw new IOException(path + " had " + length + " bytes when it was listed and now has another length:"
                    + " run the job again when nothing writes to the inputs");
        }
        delivery.image(source, placement, bytes);
    }

    private void rejectUnreadable(Delivery delivery, Exception unreadable) {
        delivery.reject(
                source,
                placement,
                Reason.UNREADABLE,
                path + " cannot be opened (" + unreadable.getMessage() + "): check that it exists and its"
                        + " permissions, and for names beyond ASCII that the locale is UTF-8 (LC_ALL=C.UTF-8)");
    }

    /** Reading a pipe would wait for ever. */
    private boolean isSpecial() {
        if (!"file".equals(path.toUri().getScheme())) {
            return false;
        }
        File file = new File(path.toUri().getPath());
        return file.exists() && !file.isFile();
    }
}
