package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is beyond the limit costs no memory, however long it is: the process that reads it has 48 MiB. */
class LargeTextsTest {
    private static final long SMALL = 200_000_000;
    private static final long LARGE = 5_000_000_000L;
    private static final long TASK = 64 << 20;

    @TempDir
    Path directory;

    private static String read(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeTexts.class.getName());
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static void assertTooLong(String format, long letters) throws IOException, InterruptedException {
        assertThat(read(format, Long.toString(letters), Long.toString(TASK)))
                .matches("(?s)\\[\\S*=one, \\d+!TOO_MANY_BYTES, \\S*=last]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "blank-lines", "jsonl", "mediawiki", "warc"})
    void read_longDocument_isRejectedWithoutBeingHeld(String format) throws Exception {
        assertTooLong(format, SMALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "blank-lines", "jsonl", "mediawiki", "warc"})
    @Tag("slow")
    void read_documentOfGigabytes_isRejectedWithoutBeingHeld(String format) throws Exception {
        assertTooLong(format, LARGE);
    }

    @Test
    void read_longFile_isRejectedWithoutBeingHeld() throws Exception {
        assertThat(read("files", Long.toString(SMALL), Long.toString(TASK))).matches("\\[.*!TOO_MANY_BYTES]");
    }

    /** A file that is nothing but a way to keep a task busy is left where that shows. */
    @Test
    void read_gzipOfOneLetter_isLeft() throws Exception {
        Path file = directory.resolve("bomb.gz");
        byte[] letters = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 300; i++) {
                out.write(letters);
            }
        }
        assertThat(read("lines", "0", Long.toString(TASK), file.toString())).isEqualTo("[bomb.gz!ARCHIVE_CORRUPT]");
        assertThat(read("warc", "0", Long.toString(TASK), file.toString())).isEqualTo("[bomb.gz!ARCHIVE_CORRUPT]");
    }

    /** In one task as in many, none of which needs memory for more than a block. */
    @Test
    @Tag("slow")
    void read_largeBzip2_theSameWhateverTheTasks() throws Exception {
        Path file = directory.resolve("large.bz2");
        Random random = new Random(1);
        byte[] line = new byte[70_000];
        int lines = 4_000;
        try (OutputStream out = new BZip2CompressorOutputStream(Files.newOutputStream(file), 5)) {
            for (int i = 0; i < lines; i++) {
                for (int at = 0; at < line.length - 1; at++) {
                    line[at] = (byte) ('a' + random.nextInt(3));
                }
                line[line.length - 1] = '\n';
                out.write(line);
            }
        }
        String whole = read("lines", "0", Long.toString(1L << 40), file.toString());
        assertThat(whole.split("=", -1)).hasSize(lines + 1);
        assertThat(read("lines", "0", Long.toString(7_000_000), file.toString()))
                .isEqualTo(whole);
    }
}
