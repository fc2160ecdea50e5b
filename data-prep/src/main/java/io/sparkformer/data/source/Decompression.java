package io.sparkformer.data.source;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Compressed files of text; what counts is the content, not the name. */
enum Decompression {
    NONE("") {
        @Override
        InputStream open(InputStream raw) {
            return raw;
        }
    },
    GZIP("\u001f\u008b") {
        /** By the constructor, for the Commons Compress of Spark 3.5 has no builder. */
        @SuppressWarnings("deprecation")
        @Override
        InputStream open(InputStream raw) throws IOException {
            return new GzipCompressorInputStream(raw, true);
        }
    },
    BZIP2("BZh") {
        @Override
        InputStream open(InputStream raw) throws IOException {
            return new Bzip2Passage(new Bzip2Blocks(raw, 0), true, Long.MAX_VALUE).in();
        }
    },
    ZSTD("(\u00b5/\u00fd") {
        @Override
        InputStream open(InputStream raw) throws IOException {
            return new ZstdInputStreamNoFinalizer(raw);
        }
    };

    /** How many of a file's first bytes tell. */
    static final int MAGIC_BYTES = 4;

    private static final List<String> NAMES = List.of(".gz", ".gzip", ".bz2", ".zst", ".zstd");

    /** A character per byte. */
    private final String magic;

    Decompression(String magic) {
        this.magic = magic;
    }

    /** What a file's first bytes say. */
    static Decompression of(byte[] head) {
        String begin = new String(head, StandardCharsets.ISO_8859_1);
        for (Decompression method : List.of(GZIP, BZIP2, ZSTD)) {
            if (begin.startsWith(method.magic)) {
                return method;
            }
        }
        return NONE;
    }

    /** A file's name without what says that it is compressed. */
    static String plainName(String name) {
        return NAMES.stream()
                .filter(name::endsWith)
                .findFirst()
                .map(end -> name.substring(0, name.length() - end.length()))
                .orElse(name);
    }

    /** Whether a file of such a name can be read from any byte on: if it is plain or of bzip2. */
    static boolean isDivisibleName(String name) {
        return plainName(name).equals(name) || name.endsWith(".bz2");
    }

    /** The content of a compressed stream, which may consist of several, one behind another. */
    abstract InputStream open(InputStream raw) throws IOException;
}
