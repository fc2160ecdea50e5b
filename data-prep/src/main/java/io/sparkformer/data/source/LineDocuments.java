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
import org.jspecify.annotations.Nullable;

/** Documents that are lines, blocks of lines, or all lines of a file. */
final class LineDocuments implements DocumentReader {
    /** Two members of one name would leave it to the reader which counts. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final TextFile file;
    private final TextDelivery delivery;
    private final TextDecoder decoder;

    LineDocuments(TextFile file, TextDelivery delivery, TextDecoder decoder) {
        this.file = file;
        this.delivery = delivery;
        this.decoder = decoder;
    }

    @Override
    public void read(Passage passage) throws IOException {
        ByteLines lines =
                new ByteLines(passage.in(), passage.begin(), delivery.rules().maxBytes());
        // The first line began in the part before, or right behind it.
        if (!passage.atStart() && !lines.skip(passage)) {
            return;
        }
        switch (file.format()) {
            case LINES -> readLines(lines, passage, this::text);
            case JSONL -> readLines(lines, passage, this::json);
            case BLANK_LINES -> readBlocks(lines, passage);
            case FILES -> readWhole(lines);
            case PARQUET, MEDIAWIKI, WARC -> throw new IllegalStateException(file.format() + " is read elsewhere");
        }
    }

    /** Takes a document. */
    @FunctionalInterface
    private interface Taker {
        void take(String source, byte[] bytes);
    }

    private String source(Passage passage, long offset) {
        return file.file().path() + "#" + passage.place(offset);
    }

    private void readLines(ByteLines lines, Passage passage, Taker taker) throws IOException {
        while (passage.owns(lines.end()) && lines.next()) {
            if (lines.isTooLong()) {
                delivery.rejectTooLarge(source(passage, lines.start()), lines.length());
            } else if (!lines.isBlank()) {
                taker.take(source(passage, lines.start()), lines.bytes());
            }
        }
    }

    private void text(String source, byte[] bytes) {
        String text;
        try {
            text = decoder.decode(bytes);
        } catch (RejectedTextException refused) {
            delivery.reject(source, refused.reason(), String.valueOf(refused.getMessage()));
            return;
        }
        delivery.text(file, source, text);
    }

    private void json(String source, byte[] bytes) {
        JsonNode node;
        try {
            node = MAPPER.readTree(decoder.decode(bytes));
        } catch (RejectedTextException refused) {
            delivery.reject(source, refused.reason(), String.valueOf(refused.getMessage()));
            return;
        } catch (IOException | NumberFormatException malformed) {
            // Of exponents beyond all bounds the parser throws the latter.
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

    /** A block belongs to the part with the last empty line before it, so that no part has to look back for one. */
    private void readBlocks(ByteLines lines, Passage passage) throws IOException {
        boolean passing = !passage.atStart();
        Block block = null;
        while (lines.next()) {
            boolean owned = passage.owns(lines.start());
            if (lines.isBlank()) {
                give(block);
                block = null;
                passing = false;
            } else if (block != null) {
                block.add(lines);
            } else if (!passing) {
                block = new Block(
                        source(passage, lines.start()), delivery.rules().maxBytes());
                block.add(lines);
            }
            if (block == null && !owned) {
                return;
            }
        }
        give(block);
    }

    private void give(@Nullable Block block) {
        if (block == null) {
            return;
        }
        if (block.length > delivery.rules().maxBytes()) {
            delivery.rejectTooLarge(block.source, block.length);
        } else {
            text(block.source, block.content.toByteArray());
        }
    }

    /** The lines of a document; dropped as soon as they are too many. */
    private static final class Block {
        private final String source;
        private final int limit;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private long length;

        Block(String source, int limit) {
            this.source = source;
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
        Block block = new Block(file.file().path(), delivery.rules().maxBytes());
        boolean any = false;
        while (lines.next()) {
            block.add(lines);
            any |= !lines.isBlank();
        }
        if (any) {
            give(block);
        } else {
            delivery.reject(block.source, Reason.EMPTY_DOCUMENT, "the file is empty: remove it");
        }
    }
}
