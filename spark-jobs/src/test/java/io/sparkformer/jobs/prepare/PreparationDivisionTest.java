package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One large archive is read by many tasks, and nobody can tell by what they publish. */
class PreparationDivisionTest {
    @TempDir
    private Path directory;

    /** Sound images, a damaged one, a second entry of a name, a stray file, folders with and without images. */
    private Path archive() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("train/cat/", new byte[0]);
        for (int i = 0; i < 40; i++) {
            entries.put("train/" + (i % 3 == 0 ? "cat/" : "dog/") + i + ".png", ImageSet.png(i, 20, 20));
        }
        entries.put("train/cat/bad.png", new byte[5]);
        entries.put("stray.png", ImageSet.png(50));
        entries.put("./train/cat/0.png", ImageSet.png(51));
        entries.put("../evil.png", ImageSet.png(52));
        entries.put("train/dog/last.png", ImageSet.png(53));
        Path file = directory.resolve("set.tar");
        ImageSet.tar(file, entries);
        return file;
    }

    @Test
    void run_archiveDividedAtAnySize_sameManifestShardsAndQuarantine() throws IOException {
        Path archive = archive();
        SortedMap<String, byte[]> expected = prepare(archive, "whole", "1 GiB");

        assertThat(expected.keySet())
                .filteredOn(name -> name.endsWith(".jsonl"))
                .isNotEmpty();
        for (String bytesPerTask : new String[] {"1", "5000", "20000"}) {
            assertSame(prepare(archive, "by-" + bytesPerTask, bytesPerTask), expected);
        }
    }

    @Test
    void run_cutArchiveDividedAtAnySize_sameManifestShardsAndQuarantine() throws IOException {
        Path archive = archive();
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length * 2 / 3));
        SortedMap<String, byte[]> expected = prepare(archive, "whole", "1 GiB");

        assertSame(prepare(archive, "finest", "1"), expected);
    }

    private SortedMap<String, byte[]> prepare(Path archive, String name, String bytesPerTask) throws IOException {
        Path output = directory.resolve(name);
        PrepareRun.of(output, archive)
                .set("prepare.max-rejected-fraction=0.5", "prepare.bytes-per-task=\"" + bytesPerTask + "\"")
                .run();
        SortedMap<String, byte[]> contents = new TreeMap<>();
        try (var files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    contents.put(output.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return contents;
    }

    private static void assertSame(SortedMap<String, byte[]> actual, SortedMap<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
    }
}
