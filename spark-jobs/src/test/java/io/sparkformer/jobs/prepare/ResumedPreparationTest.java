package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ends before it publishes leaves what it has read, and the next one goes on with it. */
class ResumedPreparationTest {
    private static final int FILES = 3;
    private static final int LINES = 40;
    private static final String NOT_UTF8 = "bad \u00FF line";

    @TempDir
    Path directory;

    private Path corpus;

    /** One line of each file cannot be read. */
    @BeforeEach
    void write() throws IOException {
        corpus = Files.createDirectories(directory.resolve("corpus"));
        for (int file = 0; file < FILES; file++) {
            write(file, "the quick brown fox ");
        }
    }

    private void write(int file, String words) throws IOException {
        List<String> lines = IntStream.range(0, LINES)
                .mapToObj(line -> line == 20 ? NOT_UTF8 : words + file + " " + line)
                .toList();
        Path path = Files.write(corpus.resolve(file + ".txt"), lines, StandardCharsets.ISO_8859_1);
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L + words.length()));
    }

    private PrepareTextRun run(String output, String... settings) {
        return new PrepareTextRun(directory.resolve(output), corpus)
                .set("files-per-task=1", "bytes-per-task=300", "shard-bytes=2000")
                .set(settings);
    }

    private void refused(String output) {
        assertThatThrownBy(() -> run(output, "max-rejected-fraction=0").run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("max-rejected-fraction");
    }

    private Manifest manifest(String output) throws IOException {
        return run(output).prepared().manifest();
    }

    private static long reused(Summary summary) {
        return ((Number) Objects.requireNonNull(summary.get("unitsReused"))).longValue();
    }

    private List<Path> kept(String output) throws IOException {
        Path staging = directory.resolve(output).resolve("staging");
        if (!Files.exists(staging)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(staging)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    @Test
    void run_afterOneThatReadEverything_readsNothing() throws IOException {
        refused("again");
        int units = kept("again").size();
        assertThat(units).isGreaterThan(FILES);

        Summary summary = run("again", "max-rejected-fraction=0.1").run();

        assertThat(reused(summary)).isEqualTo(units);
        assertThat(summary.get("rejected")).isEqualTo((long) FILES);
        assertThat(kept("again")).isEmpty();
        assertThat(reused(run("once", "max-rejected-fraction=0.1").run())).isZero();
        assertThat(manifest("again")).isEqualTo(manifest("once"));
    }

    @Test
    void run_withoutResuming_makesTheSame() throws IOException {
        run("kept", "max-rejected-fraction=0.1").run();
        run("not-kept", "max-rejected-fraction=0.1", "resume=false").run();

        assertThat(manifest("not-kept")).isEqualTo(manifest("kept"));
    }

    @Test
    void run_afterAFileHasChanged_readsThatFileAgain() throws IOException {
        refused("changed");
        int units = kept("changed").size();
        write(1, "other words of other length ");

        Summary summary = run("changed", "max-rejected-fraction=0.1").run();

        assertThat(reused(summary)).isPositive().isLessThan(units);
        run("fresh", "max-rejected-fraction=0.1").run();
        assertThat(manifest("changed")).isEqualTo(manifest("fresh"));
    }

    @Test
    void run_withOtherSettings_readsEverythingAgain() throws IOException {
        refused("other");

        Summary summary = run("other", "max-rejected-fraction=0.1", "length=12").run();

        assertThat(reused(summary)).isZero();
        assertThat(kept("other")).isEmpty();
    }

    @Test
    void run_afterWhatWasKeptIsDamaged_readsItAgain() throws IOException {
        refused("damaged");
        List<Path> units = kept("damaged");
        byte[] bytes = Files.readAllBytes(units.get(0));
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(units.get(0), bytes);
        Files.write(units.get(1), new byte[0]);
        for (Path unit : units.subList(0, 2)) {
            // Hadoop's own checksums would find it first.
            Files.deleteIfExists(unit.resolveSibling("." + unit.getFileName() + ".crc"));
        }
        LocalSpark.restart("local[2, 4]", Map.of());

        run("damaged", "max-rejected-fraction=0.1").run();

        run("sound", "max-rejected-fraction=0.1").run();
        assertThat(manifest("damaged")).isEqualTo(manifest("sound"));
    }
}
