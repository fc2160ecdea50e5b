package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.manifest.Counts;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that are rejected one by one, and runs that are refused as a whole. */
class PreparationRefusalTest {
    @TempDir
    private Path directory;

    private PrepareRun run(Path... inputs) {
        return PrepareRun.of(directory.resolve("prepared"), inputs);
    }

    private ImageSet set(String name) throws IOException {
        return new ImageSet(directory.resolve(name));
    }

    private void refused(PrepareRun run, String... parts) throws IOException {
        UserError error = catchUserError(run);
        assertThat(error.getMessage() + ". " + error.remedy()).contains(parts);
        assertThat(run.manifests()).isEmpty();
        assertThat(run.files("shards")).isEmpty();
        assertThat(run.files("quarantine")).isEmpty();
        assertThat(run.files("staging")).isEmpty();
    }

    private static UserError catchUserError(PrepareRun run) throws IOException {
        try {
            run.run();
        } catch (UserError error) {
            return error;
        }
        throw new AssertionError("the run was not refused");
    }

    @Test
    void run_badImages_quarantinedWithReasonAndSourceAndCounted() throws IOException {
        byte[] png = ImageSet.png(1);
        byte[] jpeg = ImageSet.jpeg(2);
        byte[] flipped = png.clone();
        flipped[png.length / 2] ^= 1;
        ImageSet images = set("bad")
                .images("train/ok", 5)
                .file("train/ok/cut.png", Arrays.copyOf(png, png.length / 2))
                .file("train/ok/cut.jpg", Arrays.copyOf(jpeg, jpeg.length / 2))
                .file("train/ok/flipped.png", flipped)
                .file("train/ok/empty.png", new byte[0])
                .file("train/ok/text.png", "no image".getBytes(StandardCharsets.UTF_8))
                .file("train/ok/gif.png", "GIF89a\1\0\1\0".getBytes(StandardCharsets.ISO_8859_1))
                .file("train/ok/wrong-extension.gif", png)
                .file("train/ok/bomb.png", ImageSet.png(3, 60, 60))
                .file("train/ok/large.png", Arrays.copyOf(png, 20_000))
                .file("train/stray.png", png)
                .file("stray.png", png);
        PrepareRun run = run(images.root())
                .set("prepare.max-rejected-fraction=0.9", "prepare.max-pixels=3000", "prepare.max-bytes=15000");
        Summary summary = run.run();

        Map<String, String> reasons = new TreeMap<>();
        for (String line : run.quarantine()) {
            JsonNode entry = new ObjectMapper().readTree(line);
            assertThat(entry.path("message").asText()).isNotBlank();
            reasons.put(entry.path("source").asText(), entry.path("reason").asText());
        }
        assertThat(reasons)
                .containsEntry("bad/train/ok/cut.png", "TRUNCATED_OR_CORRUPT")
                .containsEntry("bad/train/ok/cut.jpg", "TRUNCATED_OR_CORRUPT")
                .containsEntry("bad/train/ok/flipped.png", "TRUNCATED_OR_CORRUPT")
                .containsEntry("bad/train/ok/empty.png", "EMPTY_FILE")
                .containsEntry("bad/train/ok/text.png", "NOT_AN_IMAGE")
                .containsEntry("bad/train/ok/gif.png", "TRUNCATED_OR_CORRUPT")
                .containsEntry("bad/train/ok/bomb.png", "TOO_MANY_PIXELS")
                .containsEntry("bad/train/ok/large.png", "TOO_MANY_BYTES")
                .containsEntry("bad/train/stray.png", "OUTSIDE_CLASS_FOLDER")
                .containsEntry("bad/stray.png", "OUTSIDE_CLASS_FOLDER")
                .hasSize(10);
        assertThat(run.manifest().counts()).isEqualTo(new Counts(16, 6, 10, 0));
        assertThat(summary.get("read")).isEqualTo(16L);
        assertThat(summary.get("rejected")).isEqualTo(10L);
        assertThat(run.manifest().classes()).containsExactly("ok");
    }

    @Test
    void run_archiveWithUnsafeNames_neverWrittenAndQuarantined() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("train/a/1.png", ImageSet.png(1));
        entries.put("../../evil.png", ImageSet.png(2));
        entries.put("/absolute/evil.png", ImageSet.png(3));
        entries.put("train/a/2.png", ImageSet.png(4));
        Path archive = directory.resolve("evil.tar");
        ImageSet.tar(archive, entries);
        PrepareRun run = run(archive).set("prepare.max-rejected-fraction=0.5");
        run.run();

        assertThat(run.quarantine())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("UNSAFE_PATH"));
        assertThat(run.manifest().counts()).isEqualTo(new Counts(4, 2, 2, 0));
        assertThat(directory.resolve("../../evil.png")).doesNotExist();
    }

    @Test
    void run_cutArchive_whatIsWholeIsPreparedAndTheArchiveQuarantined() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            entries.put("train/a/" + i + ".png", ImageSet.png(i));
        }
        Path archive = directory.resolve("cut.tar");
        ImageSet.tar(archive, entries);
        Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), 5000));
        PrepareRun run = run(archive).set("prepare.max-rejected-fraction=0.9");
        run.run();

        assertThat(run.manifest().counts().written()).isBetween(1L, 8L);
        assertThat(run.quarantine())
                .isNotEmpty()
                .anySatisfy(line -> assertThat(line).contains("ARCHIVE_CORRUPT"));
    }

    @Test
    void run_budgetExceeded_namesCountsSourcesReasonsAndRemedy() throws IOException {
        ImageSet images = set("bad")
                .images("train/a", 8)
                .file("train/a/x.png", new byte[2])
                .file("train/a/y.png", new byte[0]);
        refused(
                run(images.root()).set("prepare.max-rejected-fraction=0.1"),
                "prepare.max-rejected-fraction = 0.1",
                "2 of 10 inputs were rejected (20.00%)",
                "1 EMPTY_FILE, 1 NOT_AN_IMAGE",
                "bad/train/a/x.png (NOT_AN_IMAGE: ",
                "bad/train/a/y.png (EMPTY_FILE: ",
                "nothing was published",
                "raise prepare.max-rejected-fraction");
    }

    @Test
    void run_budgetJustMet_succeeds() throws IOException {
        ImageSet images = set("bad").images("train/a", 9).file("train/a/x.png", new byte[2]);
        PrepareRun run = run(images.root()).set("prepare.max-rejected-fraction=0.1");
        run.run();
        assertThat(run.manifest().counts()).isEqualTo(new Counts(10, 9, 1, 0));
    }

    @Test
    void run_emptyClassFolder_refusedOrAcceptedAsAClassWithoutSamples() throws IOException {
        PrepareRun run = run(set("s").images("train/a", 3).folder("train/b!").root());
        refused(run, "prepare.allow-empty-classes = false", "s/train/b!", "prepare.allow-empty-classes=true");

        run.set("prepare.allow-empty-classes=true").run();
        assertThat(run.manifest().classes()).containsExactly("a", "b!");
        assertThat(run.manifest().split("train").orElseThrow().samplesPerClass())
                .containsExactly(3L, 0L);
    }

    @Test
    void run_classLostToRejection_refusedWithTheReason() throws IOException {
        PrepareRun run = run(set("s").images("train/a", 3)
                        .file("train/b/1.png", new byte[1])
                        .root())
                .set("prepare.max-rejected-fraction=0.5");
        refused(run, "some classes have none of the images that could be used: b", "s/train/b/1.png (NOT_AN_IMAGE");
    }

    @Test
    void run_everythingRejected_refusedWithTheLayout() throws IOException {
        PrepareRun run = run(set("s").file("a/1.png", ImageSet.png(1)).root()).set("prepare.max-rejected-fraction=1");
        refused(run, "None of the 1 inputs could be used", "OUTSIDE_CLASS_FOLDER", "<split>/<class>/<file>");
    }

    @Test
    void run_noFiles_refused() throws IOException {
        refused(run(set("s").root()), "prepare.inputs", "hold no images", "<split>/<class>/<file>");
    }

    @Test
    void run_archiveWithoutFiles_refused() throws IOException {
        Path archive = directory.resolve("none.tar");
        ImageSet.tar(archive, Map.of());
        refused(run(archive), "prepare.inputs", "hold no images");
    }

    @Test
    void run_missingInput_refusedByName() throws IOException {
        refused(run(directory.resolve("absent")), "prepare.inputs", "absent");
    }

    @Test
    void run_inputIsNoArchive_refusedByName() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "hello");
        refused(run(file), "prepare.inputs", "notes.txt", "neither a folder nor an archive");
    }

    @Test
    void run_outputInsideAnInput_refused() throws IOException {
        ImageSet images = set("s").images("train/a", 3);
        PrepareRun run = PrepareRun.of(images.root().resolve("prepared"), images.root());
        assertThatThrownBy(run::run).isInstanceOf(UserError.class).hasMessageContaining("lies in the input");
    }

    @Test
    void run_folderNamedLikeAnEntry_refused() throws IOException {
        Path archive = directory.resolve("a.tar");
        ImageSet.tar(archive, Map.of("x/train/c/1.png", ImageSet.png(1)));
        refused(run(archive, set("a.tar!x").images("train/c", 1).root()), "a.tar!x", "Rename the folder");
    }

    @Test
    void run_statisticsSplitMissing_refused() throws IOException {
        refused(
                run(set("s").images("training/a", 3).root()),
                "prepare.statistics-split = train has no samples",
                "splits with samples: training");
    }

    @Test
    void run_hashedSplitWithoutSamples_refused() throws IOException {
        refused(
                run(set("s").images("a", 2).root())
                        .set("prepare.splits=hashed", "prepare.fractions={train=0.999999,test=0.000001}"),
                "prepare.fractions",
                "some splits got none");
    }

    @Test
    void run_refused_summaryTellsWhatWasRead() throws IOException {
        ImageSet images = set("bad").images("train/a", 1).file("train/a/x.png", new byte[2]);
        try (var context = run(images.root()).context()) {
            assertThatThrownBy(() -> new PrepareImagesJob().run(context)).isInstanceOf(UserError.class);
            assertThat(context.summary().get("read")).isEqualTo(2L);
            assertThat(context.summary().get("rejected")).isEqualTo(1L);
            assertThat(context.summary().get("rejectedNowByReason")).isEqualTo(Map.of("NOT_AN_IMAGE", 1L));
        }
    }

    @Test
    void run_shardCannotBePutInPlace_nothingPublishedAndNothingLeftBehind() throws IOException {
        PrepareRun run = run(set("s").images("train/a", 3).root());
        Path blocked = Files.createDirectories(directory.resolve("prepared")).resolve("shards");
        Files.writeString(blocked, "a file where the folder should be");

        assertThatThrownBy(run::run).isInstanceOf(SparkException.class);
        assertThat(run.manifests()).isEmpty();
        assertThat(run.files("staging")).isEmpty();
        assertThat(run.files("quarantine")).isEmpty();

        Files.delete(blocked);
        assertThat(run.run().get("samples")).isEqualTo(3L);
    }
}
