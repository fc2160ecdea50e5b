package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Reads an archive that is a file, or a part of one. */
final class TarReader {
    private TarReader() {}

    /** Reads what the part of the file holds. */
    static void read(Configuration hadoop, ContainerFile file, TarEntries entries, Delivery delivery)
            throws IOException {
        TarWalk walk = new TarWalk(file.file().path(), entries, delivery, file.part());
        try (TarBytes bytes = open(hadoop, file, TarOpener.CONTENT_BUFFER_BYTES)) {
            walk.read(bytes);
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException damage) {
            // Of a compressed archive's first bytes; what comes later the walk notices itself.
            delivery.reject(file.file().path(), null, Reason.ARCHIVE_CORRUPT, walk.describe(damage));
        }
    }

    /**
     * Goes from header to header of a whole file, without reading what lies between.
     *
     * @return false, and nothing is read, if the file is compressed
     */
    static boolean readHeaders(Configuration hadoop, ContainerFile file, TarEntries entries, Delivery delivery)
            throws IOException {
        try (TarBytes bytes = open(hadoop, file, TarOpener.HEADER_BUFFER_BYTES)) {
            if (bytes.isSeekable()) {
                new TarWalk(file.file().path(), entries, delivery, FilePart.WHOLE).read(bytes);
            }
            return bytes.isSeekable();
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException notCompressedAsItsFirstBytesSay) {
            return false;
        }
    }

    private static TarBytes open(Configuration hadoop, ContainerFile file, int bufferBytes) throws IOException {
        return TarOpener.open(
                SeekableSource.open(hadoop, file, bufferBytes), file.part().from());
    }
}
