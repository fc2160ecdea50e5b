package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the documents of a file, compressed or not, or of a range of a plain one or one of bzip2: those that belong there.
 * A document's id is the file and the place at which it begins, whatever the ranges.
 */
final class TextFileReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final TextFile file;
    private final TextDelivery delivery;
    private final SeekableSource source;

    private TextFileReader(TextFile file, TextDelivery delivery, SeekableSource source) {
        this.file = file;
        this.delivery = delivery;
        this.source = source;
    }

    static void read(Configuration hadoop, TextFile file, TextDelivery delivery) throws IOException {
        try (SeekableSource source =
                SeekableSource.open(hadoop, file.location(), file.file().length(), BUFFER_BYTES)) {
            new TextFileReader(file, delivery, source).read();
        }
    }

    private void read() throws IOException {
        Decompression method = Decompression.of(source.readNBytes(Decompression.MAGIC_BYTES));
        source.seek(0);
        if (file.format() == TextFormat.WARC) {
            readArchive(method, new WarcReader(file, delivery));
        } else {
            readText(method);
        }
    }

    private void readText(Decompression method) throws IOException {
        Beginning beginning = Beginning.of(method, source);
        boolean first = file.part().from() == 0;
        TextDecoder decoder;
        DocumentReader reader;
        try {
            decoder = delivery.rules().encoding().decoder(beginning);
            reader = reader(beginning, decoder);
        } catch (RejectedTextException refused) {
            // Its other parts see the same beginning, and say nothing.
            if (first) {
                delivery.reject(file.file().path(), refused.reason(), String.valueOf(refused.getMessage()));
            }
            return;
        }
        if (method == Decompression.BZIP2 && isDivisible(decoder)) {
            readBlocks(reader);
        } else if (method == Decompression.NONE && isDivisible(decoder)) {
            source.seek(file.part().from());
            reader.read(
                    new Passage.Plain(source, file.part().from(), file.part().to()));
        } else if (first) {
            // From front to back, by the task that has its beginning.
            source.seek(0);
            readStream(method, decoder, reader);
        }
    }

    private boolean isDivisible(TextDecoder decoder) {
        return file.format().isDivisible() && !decoder.isWide();
    }

    private DocumentReader reader(Beginning beginning, TextDecoder decoder) throws RejectedTextException {
        if (file.format() == TextFormat.MEDIAWIKI) {
            return MediaWikiReader.of(file, delivery, decoder, beginning);
        }
        beginning.requireText(decoder);
        return new LineDocuments(file, delivery, decoder);
    }

    /** What comes behind a damaged block is read as a part of its own is. */
    private void readBlocks(DocumentReader reader) throws IOException {
        long from = file.part().from();
        source.seek(from);
        Bzip2Blocks blocks = new Bzip2Blocks(source, from);
        boolean atStart = from == 0;
        boolean damaged = true;
        while (damaged) {
            damaged = false;
            try {
                reader.read(new Bzip2Passage(blocks, atStart, file.part().to()));
            } catch (DamagedPiece block) {
                if (block.place() < file.part().to()) {
                    delivery.reject(
                            file.file().path() + "#" + block.place(),
                            Reason.ARCHIVE_CORRUPT,
                            "a block of the compressed file is damaged (" + block.getMessage()
                                    + "): what it holds is lost; restore it from a copy and run the job again");
                    damaged = true;
                    atStart = false;
                }
            }
        }
    }

    /** Members of gzip are found again behind a damaged one, if each begins with a record. */
    private void readArchive(Decompression method, DocumentReader reader) throws IOException {
        if (method != Decompression.GZIP) {
            readStream(method, TextDecoder.UTF_8, reader);
            return;
        }
        boolean more = true;
        while (more) {
            more = false;
            try {
                reader.read(new GzipMembers(source));
            } catch (DamagedPiece member) {
                delivery.reject(
                        file.file().path() + "#" + member.place(),
                        Reason.ARCHIVE_CORRUPT,
                        "a member of the compressed archive is damaged (" + member.getMessage()
                                + "): what it holds is lost; restore it from a copy and run the job again");
                more = GzipMembers.seek(source, member.place() + 1);
            } catch (IOException fault) {
                rejectRest(fault);
            }
        }
    }

    private void readStream(Decompression method, TextDecoder decoder, DocumentReader reader) throws IOException {
        try (InputStream plain = decoder.open(new BoundedExpansion(method.open(source), source::position))) {
            reader.read(Passage.Plain.whole(plain));
        } catch (IOException fault) {
            rejectRest(fault);
        }
    }

    /** What lies behind a fault of the file; one of the file system is none. */
    private void rejectRest(IOException fault) throws SourceFailure {
        if (fault instanceof SourceFailure failure) {
            throw failure;
        }
        delivery.reject(
                file.file().path(),
                Reason.ARCHIVE_CORRUPT,
                "the compressed file is damaged (" + fault.getMessage()
                        + "): what lies behind is lost; restore it from a copy and run the job again");
    }
}
