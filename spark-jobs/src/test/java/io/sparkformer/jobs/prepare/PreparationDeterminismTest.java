package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same bytes whatever prepares them. */
class PreparationDeterminismTest {
    @TempDir
    private Path directory;

    @AfterEach
    void leaveTheUsualSpark() {
        LocalSpark.stop();
    }

    @Test
    void run_otherMasterPartitioningSerializerAndRetries_sameManifestShardsAndQuarantine() throws IOException {
        ImageSet images = new ImageSet(directory.resolve("pets"))
                .images("train/cat", 9)
                .images("train/dog", 14)
                .images("test/dog", 3)
                .images("test/cat", 3)
                .file("train/cat/bad.png", new byte[3])
                .file("train/dog/bad.png", "bad".getBytes(StandardCharsets.UTF_8))
                .file("stray.png", new byte[3]);

        LocalSpark.session();
        SortedMap<String, byte[]> expected =
                contents(prepare("oneFilePerTask", images.root().toString(), 1));
        assertThat(expected.keySet())
                .filteredOn(name -> name.endsWith(".shard"))
                .hasSize(7);
        assertThat(expected.keySet())
                .filteredOn(name -> name.endsWith(".jsonl"))
                .hasSizeBetween(2, 3);
        assertSame(contents(prepare("allInOneTask", images.root().toString(), 1000)), expected);

        LocalSpark.restart(
                "local[1,9]",
                Map.of(
                        "spark.serializer",
                        "org.apache.spark.serializer.KryoSerializer",
                        "spark.hadoop.fs.flaky.impl",
                        FlakyFileSystem.class.getName()));
        assertSame(contents(prepare("oneCoreAndKryo", images.root().toString(), 5)), expected);
        PrepareRun flaky = new PrepareRun("flaky://" + directory.resolve("failures"), "flaky://" + images.root());
        flaky.set(settings(4));
        flaky.run();
        assertThat(FlakyFileSystem.failures()).isGreaterThanOrEqualTo(4);
        assertSame(contents(directory.resolve("failures")), expected);
    }

    private Path prepare(String name, String input, int filesPerTask) throws IOException {
        Path output = directory.resolve(name);
        new PrepareRun(output.toString(), input).set(settings(filesPerTask)).run();
        return output;
    }

    /** Records of 0.2 MB, so that few samples fill a shard. */
    private static String[] settings(int filesPerTask) {
        return new String[] {
            "prepare.image-size=256",
            "prepare.channels=3",
            "prepare.patch-size=16",
            "prepare.shard-bytes=1",
            "prepare.max-rejected-fraction=0.2",
            "prepare.files-per-task=" + filesPerTask
        };
    }

    private static SortedMap<String, byte[]> contents(Path output) throws IOException {
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
        assertThat(List.copyOf(actual.keySet())).isEqualTo(List.copyOf(expected.keySet()));
        expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
    }
}
