package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.Publication;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.train.CheckpointPointer.FileEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints at 2, 4 and 6 steps, and then something happens to them. */
class CheckpointDamageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // below
    private SavedRun run;

    @BeforeEach
    void saveThree() throws IOException {
        run = run(FileSystem.getLocal(new Configuration()));
        run.save(2, 3);
        run.save(4, 3);
        run.save(6, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "optimizer.safetensors", "state.json"})
    void newest_fileDamaged_passedOverWithAWarningThatNamesIt(String file) throws IOException {
        flipBit(checkpoint(6).resolve(file));

        assertThat(run.newest().orElseThrow().step()).isEqualTo(4);
        assertThat(run.warnings())
                .singleElement()
                .asString()
                .contains("step-000000000006/" + file, "is damaged", "restore");
    }

    /** Other file systems have no checksums beside their files: then ours find the damage. */
    @Test
    void newest_fileDamagedWithoutChecksumFile_passedOver() throws IOException {
        Files.delete(checkpoint(6).resolve(".model.safetensors.crc"));
        flipBit(checkpoint(6).resolve("model.safetensors"));

        assertThat(run.newest().orElseThrow().step()).isEqualTo(4);
        assertThat(run.warnings()).singleElement().asString().contains("its SHA-256 is");
    }

    @Test
    void newest_fileCutShort_passedOver() throws IOException {
        Path file = checkpoint(6).resolve("model.safetensors");
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 700));

        assertThat(run.newest().orElseThrow().step()).isEqualTo(4);
        assertThat(run.warnings()).hasSize(1);
    }

    @Test
    void newest_fileMissing_passedOver() throws IOException {
        Files.delete(checkpoint(6).resolve("optimizer.safetensors"));

        assertThat(run.newest().orElseThrow().step()).isEqualTo(4);
        assertThat(run.warnings()).singleElement().asString().contains("optimizer.safetensors");
    }

    @Test
    void newest_directoryMissing_passedOver() throws IOException {
        delete(checkpoint(6));

        assertThat(run.newest().orElseThrow().step()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"directory\": \"step-000000000006\"}"})
    void newest_pointerDamaged_passedOver(String content) throws IOException {
        Files.writeString(pointer(3), content);

        assertThat(run.newest().orElseThrow().step()).isEqualTo(4);
        assertThat(run.warnings()).singleElement().asString().contains("checkpoint-00000003.json");
    }

    @Test
    void newest_twoDamaged_theThird() throws IOException {
        flipBit(checkpoint(6).resolve("model.safetensors"));
        Files.writeString(pointer(2), "");

        assertThat(run.newest().orElseThrow().step()).isEqualTo(2);
        assertThat(run.warnings()).hasSize(2);
    }

    /** To begin anew would throw the run away because of a disk that has a bad day. */
    @Test
    void newest_allDamaged_isAnError() throws IOException {
        for (int step = 2; step <= 6; step += 2) {
            flipBit(checkpoint(step).resolve("model.safetensors"));
        }

        assertThatThrownBy(run::newest)
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("--output"))
                .hasMessageContaining("None of the 3 checkpoints")
                .hasMessageContaining(directory.toString());
        assertThat(run.warnings()).hasSize(3);
    }

    /** Training went back to step 4 and comes to step 6 again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void save_sameStepAsADamagedOne_replacesItForGood(int keep) throws IOException {
        flipBit(checkpoint(6).resolve("model.safetensors"));
        run.newest();

        run.save(6, keep);
        assertThat(run.load(run.newest().orElseThrow()))
                .usingRecursiveComparison()
                .isEqualTo(run.state(6));
        assertThat(run.warnings()).isEmpty();

        run.save(8, 2);
        flipBit(checkpoint(8).resolve("model.safetensors"));
        assertThat(run.newest().orElseThrow().step()).isEqualTo(6);
    }

    @Test
    void save_afterADamagedPointer_worksAndRemovesIt() throws IOException {
        Files.writeString(pointer(3), "");

        run.save(6, 2);

        assertThat(run.newest().orElseThrow().step()).isEqualTo(6);
        assertThat(run.warnings()).isEmpty();
        assertThat(run.store().readablePointers()).hasSize(2);
    }

    @Test
    void open_stepDirectoryBesideADamagedPointer_isFound() throws IOException {
        Files.writeString(pointer(2), "");

        Checkpoint checkpoint =
                CheckpointStore.open(new Configuration(), checkpoint(6).toString(), warning -> {});

        assertThat(checkpoint.step()).isEqualTo(6);
    }

    @Test
    void newest_newerFormat_refusedWithBothVersions() throws IOException {
        rewriteHeader(
                6,
                header -> header.put("formatVersion", 3)
                        .put("codeVersion", "9.9.9")
                        .put("somethingNew", "that this version does not know"));

        assertThatThrownBy(run::newest)
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("9.9.9"))
                .hasMessageContaining("format version 3")
                .hasMessageContaining("up to 2");
    }

    /** What this version writes is what later ones must still read: names and format of the fields are fixed. */
    @Test
    void header_json_hasTheFieldsOfFormatVersion1() throws IOException {
        ObjectNode header =
                (ObjectNode) JSON.readTree(checkpoint(6).resolve("state.json").toFile());

        assertThat(header.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "formatVersion",
                        "codeVersion",
                        "round",
                        "step",
                        "totalSteps",
                        "samples",
                        "optimizerSteps",
                        "openEpochs",
                        "numericKeys",
                        "fingerprint",
                        "dataSha256",
                        "dataDirectory",
                        "classes",
                        "parametersSha256",
                        "configuration",
                        "initialization",
                        "initialMerkle",
                        "epochSamples",
                        "history");
        assertThat(header.get("formatVersion").asInt()).isEqualTo(1);
    }

    @Test
    void save_fullDisk_saysSoAndLeavesTheEarlierOnes() throws IOException {
        SavedRun onFullDisk = run(FileSystem.get(java.net.URI.create("file:///"), FullDisk.configuration()));

        for (long room : new long[] {0, 1000, 8000}) {
            FullDisk.room = room;
            assertThatThrownBy(() -> onFullDisk.save(8, 3))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("step-000000000008")
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("the checkpoints before it are whole");
            assertThat(run.newest().orElseThrow().step()).isEqualTo(6);
            assertThat(run.warnings()).isEmpty();
        }
        FullDisk.room = Long.MAX_VALUE;
        onFullDisk.save(8, 3);

        assertThat(run.load(run.newest().orElseThrow()))
                .usingRecursiveComparison()
                .isEqualTo(run.state(8));
    }

    private SavedRun run(FileSystem fileSystem) throws IOException {
        Path at = directory.resolve("data");
        PreparedData data = Files.exists(at)
                ? PreparedData.open(new Configuration(), at.toString())
                : new TinyData(1, 3).write(at, Map.of("train", 20, "tune", 5));
        return new SavedRun(
                TrainingSetup.of(data),
                fileSystem,
                new org.apache.hadoop.fs.Path(checkpoints().toString()));
    }

    private Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    private Path checkpoint(int step) {
        return checkpoints().resolve("step-%012d".formatted(step));
    }

    private Path pointer(int version) {
        return checkpoints().resolve("checkpoint-%08d.json".formatted(version));
    }

    private static void flipBit(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What is done to a header. */
    @FunctionalInterface
    private interface Edit {
        ObjectNode of(ObjectNode header);
    }

    /** As another version would have written it: header, hash and pointer agree. */
    private void rewriteHeader(int step, Edit edit) throws IOException {
        FileSystem raw = new RawLocalFileSystem();
        raw.initialize(java.net.URI.create("file:///"), new Configuration());
        Path file = checkpoint(step).resolve("state.json");
        byte[] header =
                edit.of((ObjectNode) JSON.readTree(file.toFile())).toString().getBytes(StandardCharsets.UTF_8);
        Files.write(file, header);
        Files.delete(checkpoint(step).resolve(".state.json.crc"));

        Publication publication =
                new Publication(raw, new org.apache.hadoop.fs.Path(checkpoints().toString()), "checkpoint");
        CheckpointPointer old = JSON.readValue(publication.read(3), CheckpointPointer.class);
        List<FileEntry> files = old.files().stream()
                .map(entry -> entry.name().equals("state.json")
                        ? new FileEntry(entry.name(), header.length, Checksums.sha256Hex(header))
                        : entry)
                .toList();
        CheckpointPointer pointer =
                new CheckpointPointer(CheckpointHeader.FORMAT_VERSION, old.directory(), old.round(), old.step(), files);
        publication.publish(4, JSON.writeValueAsBytes(pointer));
    }
}
