package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.image.RejectedImageException.Reason;
import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and archives made to harm, through the whole preparation: each in quarantine with its reason, none lost. */
class HostileInputTest {
    @TempDir
    private Path directory;

    private PrepareRun run(Path... inputs) {
        return PrepareRun.of(directory.resolve("prepared"), inputs)
                .set("prepare.max-pixels=1000000", "prepare.max-bytes=20000", "prepare.files-per-task=60");
    }

    private ImageSet hostile() throws IOException {
        ImageSet set = new ImageSet(directory.resolve("hostile"));
        for (HostileFile file : HostileFiles.all()) {
            set.file("train/a/" + file.name(), file.bytes());
        }
        for (String name : GoodFiles.all()) {
            set.file("train/a/good-" + name, GoodFiles.read(name));
        }
        return set;
    }

    @Test
    void run_hostileFiles_eachInQuarantineWithItsReasonAndAllCounted() throws IOException {
        List<HostileFile> files = HostileFiles.all();
        PrepareRun run = run(hostile().root()).set("prepare.max-rejected-fraction=1");
        run.run();

        Map<String, Reason> reasons = reasons(run);
        Set<String> samples = samples(run);
        assertThat(files).extracting(HostileFile::name).doesNotHaveDuplicates().hasSizeGreaterThan(200);
        for (HostileFile file : files) {
            String source = "hostile/train/a/" + file.name();
            Reason expected = file.reason();
            if (expected != null) {
                assertThat(reasons).containsEntry(source, expected);
            }
            assertThat(reasons.containsKey(source)).as(source).isNotEqualTo(samples.contains(source));
        }
        assertThat(samples)
                .containsAll(GoodFiles.all().stream()
                        .map(name -> "hostile/train/a/good-" + name)
                        .toList());
        long read = (long) files.size() + GoodFiles.all().size();
        assertThat(run.manifest().counts()).isEqualTo(new Counts(read, samples.size(), reasons.size(), 0));
        assertThat(samples.size() + reasons.size()).isEqualTo((int) read);
    }

    @Test
    void run_hostileFilesAboveTheBudget_stoppedAndNothingPublished() throws IOException {
        PrepareRun run = run(hostile().root());

        assertThatThrownBy(run::run)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("prepare.max-rejected-fraction = 0.01 is exceeded");
        assertThat(run.manifests()).isEmpty();
        assertThat(run.files("shards")).isEmpty();
    }

    @Test
    void run_hostileEntries_eachInQuarantineAndNothingWrittenOutside() throws IOException {
        PrepareRun run = run(new HostileArchives(directory).entries()).set("prepare.max-rejected-fraction=1");
        run.run();

        assertThat(reasons(run))
                .containsEntry("entries.tar!train/a/empty.png", Reason.EMPTY_FILE)
                .containsEntry("entries.tar!train/a/large.png", Reason.TOO_MANY_BYTES)
                .containsEntry("entries.tar!train/a/symbolic.png", Reason.NOT_A_REGULAR_FILE)
                .containsEntry("entries.tar!train/a/hard.png", Reason.NOT_A_REGULAR_FILE)
                .containsEntry("entries.tar!train/a/device.png", Reason.NOT_A_REGULAR_FILE)
                .containsEntry("entries.tar!train/a/pipe.png", Reason.NOT_A_REGULAR_FILE)
                .containsEntry("entries.tar!train/a/0.png", Reason.DUPLICATE_NAME)
                .containsEntry("entries.tar!train/a/1.png", Reason.DUPLICATE_NAME)
                .containsEntry("entries.tar!../../climbs-out.png", Reason.UNSAFE_PATH)
                .containsEntry("entries.tar!train/a/../../../inside.png", Reason.UNSAFE_PATH)
                .containsEntry("entries.tar!/absolute.png", Reason.UNSAFE_PATH)
                .hasSize(11);
        assertThat(samples(run)).hasSize(6);
        assertThat(run.manifest().counts()).isEqualTo(new Counts(17, 6, 11, 0));
        assertThat(directory.resolve("../../climbs-out.png")).doesNotExist();
        assertThat(Path.of("/absolute.png")).doesNotExist();
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("entries.tar", "prepared");
        }
    }

    @Test
    void run_damagedArchives_eachRejectedFromTheDamageOnAndTheRestKept() throws IOException {
        HostileArchives archives = new HostileArchives(directory);
        List<Path> damaged = archives.damaged();
        damaged.addAll(archives.withFlippedHeaders());
        List<Path> inputs = new ArrayList<>(damaged);
        inputs.add(archives.entries());
        PrepareRun run = run(inputs.toArray(Path[]::new))
                .set("prepare.max-rejected-fraction=1", "prepare.allow-empty-classes=true");
        run.run();

        Map<String, Reason> reasons = reasons(run);
        for (Path archive : damaged) {
            assertThat(reasons).containsEntry(archive.getFileName().toString(), Reason.ARCHIVE_CORRUPT);
        }
        assertThat(damaged).hasSize(23);
        Counts counts = run.manifest().counts();
        assertThat(counts.written()).isEqualTo(samples(run).size());
        assertThat(counts.rejected()).isEqualTo(reasons.size());
        assertThat(counts.read()).isEqualTo(counts.written() + counts.rejected());
        assertThat(samples(run))
                .contains("entries.tar!train/a/5.png", "cut-4.tar!train/a/0.png", "header-5.tar!train/a/4.png")
                .doesNotContain("header-5.tar!train/a/5.png", "header-5.tar!train/a/6.png");
        // Not to another class either.
        assertThat(run.manifest().classes()).containsExactly("a");
    }

    /** What it claims would take the memory of all tasks, and the process with it. */
    @Test
    void run_tableThatClaimsMoreThanThereIs_isQuarantinedAndTheRestKept() throws IOException {
        Path set = new CountedInputs(directory.resolve("set"), false).write("parquet");
        byte[] table = Files.readAllBytes(set.resolve("train.parquet"));
        Files.write(set.resolve("train-hostile.parquet"), HostileArchives.claimingATerabyte(table));
        PrepareRun run = run(set).set("prepare.max-rejected-fraction=1");
        run.run();

        assertThat(reasons(run)).containsEntry("set/train-hostile.parquet#0", Reason.RECORD_CORRUPT);
        assertThat(run.quarantine()).anyMatch(line -> line.contains("claims 1099511627776 bytes"));
        assertThat(samples(run)).hasSize(12);
    }

    /** Sources and reasons; a source cannot be rejected twice. */
    private static Map<String, Reason> reasons(PrepareRun run) throws IOException {
        Map<String, Reason> reasons = new HashMap<>();
        for (String line : run.quarantine()) {
            JsonNode entry = new ObjectMapper().readTree(line);
            String source = entry.path("source").asText();
            assertThat(entry.path("message").asText()).as(source).isNotBlank();
            assertThat(reasons.put(source, Reason.valueOf(entry.path("reason").asText())))
                    .as(source)
                    .isNull();
        }
        return reasons;
    }

    private static Set<String> samples(PrepareRun run) throws IOException {
        Set<String> sources = new HashSet<>();
        for (var split : run.manifest().splits()) {
            try (SplitReader<ImageRecord> reader = run.prepared().split(split.name())) {
                for (long sample = 0; sample < reader.samples(); sample++) {
                    assertThat(sources.add(reader.source(sample))).isTrue();
                }
            }
        }
        return sources;
    }
}
