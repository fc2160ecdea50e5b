package io.sparkformer.data.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of a file of lines, compressed or not, or of the range of a plain one: those that begin there. A
 * document's id is the file and the byte of the plain text at which it begins, whatever the ranges.
 */
final class TextFileReader {
    private static final int BUFFER_BYTES = 1 << 16;
    /** How much of a file shows whether it is binary. */
    private static final int HEAD_BYTES = 1 << 13;

    private static final int STEP_BACK_BYTES = 1 << 12;

    /** Two members of one name would leave it to the reader which counts. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final TextFile file;
    private final TextDelivery delivery;

    private TextFileReader(TextFile file, TextDelivery delivery) {
        this.file = file;
        this.delivery = delivery;
    }

    static void read(Configuration hadoop, TextFile file, TextDelivery delivery) throws IOException {
        try (SeekableSource source =
                SeekableSource.open(hadoop, file.location(), file.file().length(), BUFFER_BYTES)) {
            new TextFileReader(file, delivery).read(source);
        }
    }

    private void read(SeekableSource source) throws IOException {
        byte[] head = source.readNBytes(HEAD_BYTES);
        Decompression method = Decompression.of(head);
        boolean first = file.part().from() == 0;
        if (method == Decompression.NONE && isBinary(head)) {
            // Its other parts see the same beginning, and say nothing.
            if (first) {
                delivery.reject(
                        file.file().path(),
                        Reason.NOT_TEXT,
                        "the file has bytes of zero, as binary files and UTF-16 have: take it out, or convert it to"
                                + " UTF-8");
            }
            return;
        }
        if (method == Decompression.NONE) {
            readPlain(source);
        } else if (first) {
            // A compressed file is read from front to back, by the task that has its beginning.
            source.seek(0);
            readCompressed(source, method);
        }
    }

    private static boolean isBinary(byte[] head) {
        for (byte value : head) {
            if (value == 0) {
                return true;
            }
        }
        return false;
    }

    private void readPlain(SeekableSource source) throws IOException {
        long from = file.part().from();
        boolean inBlock = false;
        ByteLines lines;
        if (from == 0) {
            source.seek(0);
            lines = new ByteLines(source, 0, delivery.rules().maxBytes());
        } else {
            inBlock = file.format() == TextFormat.BLANK_LINES && !isBlankBefore(source, from);
            // The line that the byte before belongs to began in the part before.
            source.seek(from - 1);
            lines = new ByteLines(source, from - 1, delivery.rules().maxBytes());
            boolean any = lines.next();
            inBlock = any && file.format() == TextFormat.BLANK_LINES && (inBlock || !lines.isBlank());
        }
        readDocuments(lines, file.part().to(), inBlock);
    }

    /** Whether the line that holds the byte before a place has nothing but white space before that place. */
    private static boolean isBlankBefore(SeekableSource source, long place) throws IOException {
        long end = place - 1;
        while (end > 0) {
            long begin = Math.max(0, end - STEP_BACK_BYTES);
            source.seek(begin);
            byte[] bytes = source.readNBytes((int) (end - begin));
            for (int i = bytes.length - 1; i >= 0; i--) {
                if (bytes[i] == '\n') {
                    return true;
                }
                if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                    return false;
                }
            }
            end = begin;
        }
        return true;
    }

    private void readCompressed(SeekableSource source, Decompression method) throws IOException {
        try (InputStream plain = method.open(source)) {
            ByteLines lines = new ByteLines(plain, 0, delivery.rules().maxBytes());
            readDocuments(lines, Long.MAX_VALUE, false);
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException damaged) {
            delivery.reject(
                    file.file().path(),
                    Reason.ARCHIVE_CORRUPT,
                    "the compressed file is damaged (" + damaged.getMessage()
                            + "): what lies behind is lost; restore it from a copy and run the job again");
        }
    }

    private void readDocuments(ByteLines lines, long to, boolean inBlock) throws IOException {
        switch (file.format()) {
            case LINES -> readLines(lines, to, this::text);
            case JSONL -> readLines(lines, to, this::json);
            case BLANK_LINES -> readBlocks(lines, to, inBlock);
            case FILES -> readWhole(lines);
            case PARQUET -> throw new IllegalStateException("tables are read elsewhere");
        }
    }

    /** Takes a document. */
    @FunctionalInterface
    private interface Taker {
        void take(String source, byte[] bytes);
    }

    private void readLines(ByteLines lines, long to, Taker taker) throws IOException {
        while (lines.end() < to && lines.next()) {
            String source = file.file().path() + "#" + lines.start();
            if (lines.isTooLong()) {
                delivery.rejectTooLarge(source, lines.length());
            } else if (!lines.isBlank()) {
                taker.take(source, lines.bytes());
            }
        }
    }

    private void text(String source, byte[] bytes) {
        String text;
        try {
            text = Utf8.decode(bytes);
        } catch (RejectedTextException refused) {
            delivery.reject(source, refused.reason(), String.valueOf(refused.getMessage()));
            return;
        }
        delivery.text(file, source, text);
    }

    private void json(String source, byte[] bytes) {
        JsonNode node;
        try {
            node = MAPPER.readTree(Utf8.decode(bytes));
        } catch (RejectedTextException refused) {
            delivery.reject(source, refused.reason(), String.valueOf(refused.getMessage()));
            return;
        } catch (IOException malformed) {
            String fault =
                    String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
            delivery.reject(source, Reason.MALFORMED_JSON, "the line is no JSON (" + fault + "): correct it");
            return;
        }
        if (!node.isObject()) {
            delivery.reject(source, Reason.MALFORMED_JSON, "the line is JSON, but no object: correct it");
            return;
        }
        delivery.record(file, source, new JsonFields(node));
    }

    /**
     * Blocks of lines.
     *
     * @param inBlock whether the first lines belong to a block that began before
     */
    private void readBlocks(ByteLines lines, long to, boolean inBlock) throws IOException {
        boolean passing = inBlock;
        Block block = null;
        while ((block != null || passing || lines.end() < to) && lines.next()) {
            if (lines.isBlank()) {
                passing = false;
                give(block);
                block = null;
            } else if (block != null) {
                block.add(lines);
            } else if (!passing) {
                if (lines.start() >= to) {
                    return;
                }
                block = new Block(lines.start(), delivery.rules().maxBytes());
                block.add(lines);
            } else if (lines.start() >= to) {
                return;
            }
        }
        give(block);
    }

    private void give(@Nullable Block block) {
        if (block == null) {
            return;
        }
        String source = file.file().path() + "#" + block.start;
        if (block.length > delivery.rules().maxBytes()) {
            delivery.rejectTooLarge(source, block.length);
        } else {
            text(source, block.content.toByteArray());
        }
    }

    /** The lines of a document; dropped as soon as they are too many. */
    private static final class Block {
        private final long start;
        private final int limit;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private long length;

        Block(long start, int limit) {
            this.start = start;
            this.limit = limit;
        }

        void add(ByteLines lines) {
            boolean first = length == 0;
            length += lines.length() + (first ? 0 : 1);
            if (length > limit || lines.isTooLong()) {
                length = Math.max(length, limit + 1L);
                content.reset();
                return;
            }
            if (!first) {
                content.write('\n');
            }
            content.writeBytes(lines.bytes());
        }
    }

    /** All lines as they are; the file's name alone is the id. */
    private void readWhole(ByteLines lines) throws IOException {
        Block block = new Block(0, delivery.rules().maxBytes());
        boolean any = false;
        while (lines.next()) {
            block.add(lines);
            any |= !lines.isBlank();
        }
        String source = file.file().path();
        if (block.length > delivery.rules().maxBytes()) {
            delivery.rejectTooLarge(source, block.length);
        } else if (!any) {
            delivery.reject(source, Reason.EMPTY_DOCUMENT, "the file is empty: remove it");
        } else {
            text(source, block.content.toByteArray());
        }
    }
}
