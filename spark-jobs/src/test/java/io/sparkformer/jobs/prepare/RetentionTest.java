package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.report.Summary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    @TempDir
    Path directory;

    private Path corpus;
    private Path output;

    @BeforeEach
    void makeFolders() throws IOException {
        corpus = Files.createDirectories(directory.resolve("corpus"));
        output = directory.resolve("prepared");
    }

    private Summary prepare(String... settings) throws IOException {
        return new PrepareTextRun(output, corpus).set(settings).run();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(corpus.resolve(name), text + "\nand a second line\n");
    }

    /** Two versions of which the second one has all shards of the first, and a third one with others. */
    private void threeVersions() throws IOException {
        write("a.txt", "the quick brown fox");
        prepare();
        write("b.txt", "jumps over the lazy dog");
        prepare();
        prepare("length=8");
    }

    private Set<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(output.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private List<Long> versions() throws IOException {
        List<Long> versions = new ArrayList<>();
        for (long version = 1; version <= 5; version++) {
            if (Files.exists(output.resolve("manifest-0000000" + version + ".json"))) {
                versions.add(version);
            }
        }
        return versions;
    }

    private PreparedData open(long version) throws IOException {
        return PreparedData.open(new Configuration(), output.toString(), version);
    }

    @Test
    void prepare_withoutRetention_keepsEverything() throws IOException {
        threeVersions();

        assertThat(versions()).containsExactly(1L, 2L, 3L);
        open(1).verify();
    }

    @Test
    void prepare_oneVersionStays_removesWhatOnlyOthersHave() throws IOException {
        threeVersions();

        Summary summary = prepare("length=8", "retention.versions=1", "retention.days=0");

        assertThat(summary.get("upToDate")).isEqualTo(true);
        assertThat(summary.get("versionsRemoved")).isEqualTo(List.of(1L, 2L));
        assertThat(versions()).containsExactly(3L);
        open(3).verify();
        assertThat(open(3).tokenizer()).isNotEmpty();
        assertThat(names("shards"))
                .hasSameSizeAs(open(3).manifest().splits().get(0).shards());
        assertThat(names("cards")).allMatch(name -> name.startsWith("00000003-"));
    }

    @Test
    void prepare_twoVersionsStay_keepsSharedShards() throws IOException {
        threeVersions();

        prepare("length=8", "retention.versions=2", "retention.days=0");

        assertThat(versions()).containsExactly(2L, 3L);
        open(2).verify();
        open(3).verify();
    }

    @Test
    void prepare_replacedALittleWhileAgo_stays() throws IOException {
        threeVersions();
        Instant before = Instant.now().minus(9, ChronoUnit.DAYS);
        Files.setLastModifiedTime(output.resolve("manifest-00000002.json"), FileTime.from(before));

        prepare("length=8", "retention.versions=1", "retention.days=7");

        // The first was replaced nine days ago, the second just now.
        assertThat(versions()).containsExactly(2L, 3L);
    }

    @Test
    void prepare_aManifestIsDamaged_removesNothing() throws IOException {
        threeVersions();
        Files.writeString(output.resolve("manifest-00000002.json"), "{}");
        Files.deleteIfExists(output.resolve(".manifest-00000002.json.crc"));

        prepare("length=8", "retention.versions=1", "retention.days=0");

        assertThat(versions()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void open_versionThatIsGone_saysWhy() throws IOException {
        threeVersions();
        prepare("length=8", "retention.versions=1", "retention.days=0");

        assertThatThrownBy(() -> open(1))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("has no version 1")
                .hasMessageContaining("retention.days");
    }
}
