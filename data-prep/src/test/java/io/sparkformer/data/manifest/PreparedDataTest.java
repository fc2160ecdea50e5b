package io.sparkformer.data.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.ShardFiles;
import io.sparkformer.data.shard.ShardSummary;
import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.ConcurrentPublicationException;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.data.storage.PublicationListener;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedDataTest {
    private static final Configuration HADOOP = new Configuration(false);

    @TempDir
    Path folder;

    @Test
    void open_published_readsEverySampleAcrossShards() throws IOException {
        publish(1, PreparedFiles.shards(directory(), "train", 1500, 3, 700));

        PreparedData data = PreparedData.open(HADOOP, directory());
        try (SplitReader<ImageRecord> reader = data.split("train")) {
            assertThat(reader.samples()).isEqualTo(2203);
            for (long sample : new long[] {0, 1499, 1500, 1502, 1503, 2202}) {
                assertThat(reader.read(sample)).isEqualTo(ShardFiles.record(PreparedFiles.SCHEMA, sample));
                assertThat(reader.source(sample)).isEqualTo(ShardFiles.source(sample));
            }
            assertThat(reader.shardOf(1501))
                    .isEqualTo(data.manifest().splits().get(0).shards().get(1).file());
            assertThatThrownBy(() -> reader.read(2203)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        data.verify();
    }

    @Test
    void split_moreShardsThanOpenFiles_readsThemAll() throws IOException {
        long[] shards = LongStream.generate(() -> 2).limit(40).toArray();
        publish(1, PreparedFiles.shards(directory(), "train", shards));

        try (SplitReader<ImageRecord> reader =
                PreparedData.open(HADOOP, directory()).split("train", 1)) {
            for (int round = 0; round < 2; round++) {
                for (long sample = 0; sample < 80; sample++) {
                    assertThat(reader.read(sample)).isEqualTo(ShardFiles.record(PreparedFiles.SCHEMA, sample));
                }
            }
        }
    }

    @Test
    void open_nothingPublished_namesDirectoryAndRemedy() throws IOException {
        assertThatThrownBy(() -> PreparedData.open(HADOOP, directory()))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining(directory())
                .hasMessageContaining("run prepare-images");
        PreparedFiles.shards(directory(), "train", 3);
        assertThat(PreparedData.openIfPresent(HADOOP, directory())).isEmpty();
    }

    @Test
    void open_afterASecondVersion_seesTheNewestAndTheOldStaysReadable() throws IOException {
        publish(1, PreparedFiles.shards(directory(), "train", 5));
        PreparedData old = PreparedData.open(HADOOP, directory());
        publish(2, PreparedFiles.shards(directory(), "train", 5, 4));

        assertThat(PreparedData.open(HADOOP, directory()).version()).isEqualTo(2);
        assertThat(PreparedData.open(HADOOP, directory()).split("train").samples())
                .isEqualTo(9);
        try (SplitReader<ImageRecord> reader = old.split("train")) {
            assertThat(reader.read(4)).isEqualTo(ShardFiles.record(PreparedFiles.SCHEMA, 4));
        }
    }

    @Test
    void publish_anotherRunWasFaster_changesNothing() throws IOException {
        Manifest manifest = PreparedFiles.shards(directory(), "train", 5);
        publish(1, manifest);

        assertThatThrownBy(() -> publish(1, PreparedFiles.shards(directory(), "train", 6)))
                .isInstanceOf(ConcurrentPublicationException.class);
        assertThat(PreparedData.open(HADOOP, directory()).manifest()).isEqualTo(manifest);
    }

    @Test
    void publish_shardMissingOrShort_publishesNothing() throws IOException {
        Manifest manifest = PreparedFiles.shards(directory(), "train", 5, 6);
        Path shard = folder.resolve("prepared")
                .resolve(manifest.splits().get(0).shards().get(1).file());
        byte[] whole = Files.readAllBytes(shard);
        Files.write(shard, Arrays.copyOf(whole, whole.length - 1));
        removeChecksumFile(shard);

        assertThatThrownBy(() -> publish(1, manifest)).isInstanceOf(DataFormatException.class);
        Files.delete(shard);
        assertThatThrownBy(() -> publish(1, manifest)).isInstanceOf(FileNotFoundException.class);
        assertThat(PreparedData.openIfPresent(HADOOP, directory())).isEmpty();
    }

    @Test
    void publish_diesBeforeTheManifestIsNamed_publishesNothing() throws IOException {
        Manifest manifest = PreparedFiles.shards(directory(), "train", 5);
        PublicationListener death = (aside, target) -> {
            throw new IOException("killed before " + target.getName());
        };

        assertThatThrownBy(() -> PreparedData.publish(HADOOP, directory(), 1, manifest, death))
                .hasMessage("killed before manifest-00000001.json");
        assertThat(PreparedData.openIfPresent(HADOOP, directory())).isEmpty();
    }

    @Test
    void split_unknownName_saysWhichThereAre() throws IOException {
        publish(1, PreparedFiles.shards(directory(), "train", 5));

        assertThatThrownBy(() -> PreparedData.open(HADOOP, directory()).split("test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"test\"")
                .hasMessageContaining("[train]");
    }

    @Test
    void read_shardReplacedByAnother_isNoticed() throws IOException {
        Manifest manifest = PreparedFiles.shards(directory(), "train", 5, 6);
        publish(1, manifest);
        List<ShardEntry> shards = manifest.splits().get(0).shards();
        replace(
                shards.get(1),
                Files.readAllBytes(
                        folder.resolve("prepared").resolve(shards.get(0).file())));

        try (SplitReader<ImageRecord> reader =
                PreparedData.open(HADOOP, directory()).split("train")) {
            assertThatThrownBy(() -> reader.read(8))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("holds 5 records")
                    .hasMessageContaining("manifest says 6");
        }
    }

    @Test
    void verify_shardOfTheSameShapeReplaced_isNoticed() throws IOException {
        Manifest manifest = PreparedFiles.shards(directory(), "train", 5, 5);
        publish(1, manifest);
        List<ShardEntry> shards = manifest.splits().get(0).shards();
        replace(
                shards.get(1),
                Files.readAllBytes(
                        folder.resolve("prepared").resolve(shards.get(0).file())));

        assertThatThrownBy(() -> PreparedData.open(HADOOP, directory()).verify())
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(shards.get(1).file());
    }

    @Test
    void contentSha256_sameImagesAtAnotherTime_isTheSame() throws IOException {
        Manifest manifest = PreparedFiles.shards(directory(), "train", 5);
        publish(1, manifest);
        PreparedData first = PreparedData.open(HADOOP, directory());
        publish(
                2,
                new Manifest(
                        manifest.formatVersion(),
                        "0.2.0",
                        manifest.images().schema(),
                        manifest.classes(),
                        manifest.statistics(),
                        manifest.configuration(),
                        List.of(),
                        manifest.splits(),
                        manifest.counts()));
        PreparedData second = PreparedData.open(HADOOP, directory());
        publish(3, PreparedFiles.shards(directory(), "train", 6));

        assertThat(second.contentSha256()).isEqualTo(first.contentSha256());
        assertThat(second.manifestSha256()).isNotEqualTo(first.manifestSha256());
        assertThat(PreparedData.open(HADOOP, directory()).contentSha256()).isNotEqualTo(first.contentSha256());
    }

    @Test
    void shardStore_sameShardTwice_isOneFileAndTheStagedOneGoes() throws IOException {
        Manifest first = PreparedFiles.shards(directory(), "train", 5);
        Manifest second = PreparedFiles.shards(directory(), "train", 5);

        assertThat(second).isEqualTo(first);
        try (Stream<Path> files = Files.list(folder.resolve("prepared/shards"))) {
            assertThat(files.filter(file -> !file.toString().endsWith(".crc"))).hasSize(1);
        }
        assertThat(folder.resolve("prepared/staging/run-1")).doesNotExist();
    }

    @Test
    void shardStore_listener_isToldBeforeTheShardIsVisible() throws IOException {
        List<Boolean> visible = new ArrayList<>();
        PublicationListener listener =
                (aside, target) -> visible.add(new File(target.toUri().getPath()).exists());
        ShardStore store = new ShardStore(HADOOP, directory(), listener);
        org.apache.hadoop.fs.Path staged = new org.apache.hadoop.fs.Path(store.staging("run-1"), "s");
        ShardSummary summary = ShardFiles.write(store.fileSystem().create(staged), PreparedFiles.SCHEMA, 0, 2);
        ShardEntry entry = store.publish(staged, "train", 0, summary);

        assertThat(visible).containsExactly(false);
        assertThat(folder.resolve("prepared").resolve(entry.file())).exists();
    }

    @Test
    void shardStore_stagedFileShorterThanWritten_isRefused() throws IOException {
        ShardStore store = new ShardStore(HADOOP, directory(), PublicationListener.NONE);
        org.apache.hadoop.fs.Path staged = new org.apache.hadoop.fs.Path(store.staging("run-1"), "s");
        ShardSummary summary = ShardFiles.write(new ByteArrayOutputStream(), PreparedFiles.SCHEMA, 0, 2);
        store.fileSystem().create(staged).close();

        assertThatThrownBy(() -> store.publish(staged, "train", 0, summary))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("disk may be full");
        assertThat(folder.resolve("prepared/shards")).doesNotExist();
    }

    @Test
    void shardStore_namesThatLeadElsewhere_areRefused() throws IOException {
        ShardStore store = new ShardStore(HADOOP, directory(), PublicationListener.NONE);

        assertThatThrownBy(() -> store.staging("../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quarantine(store, "a/b", entry("x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writeQuarantine_entries_areSortedLinesOfJson() throws IOException {
        ShardStore store = new ShardStore(HADOOP, directory(), PublicationListener.NONE);
        quarantine(store, "part-0", entry("b\n\"quoted\""), entry("a"));
        quarantine(store, "part-1");

        assertThat(quarantines())
                .singleElement()
                .satisfies(file -> assertThat(file)
                        .hasFileName("00000003-part-0-"
                                + Checksums.sha256Hex(Files.readAllBytes(file)).substring(0, 16) + ".jsonl")
                        .hasContent("""
                        {"source":"a","split":"","className":"c","reason":"EMPTY_FILE","message":"m"}
                        {"source":"b\\n\\"quoted\\"","split":"","className":"c","reason":"EMPTY_FILE","message":"m"}
                        """));
        assertThat(folder.resolve("prepared/staging/run")).isEmptyDirectory();
    }

    /** A task that Spark tries twice at the same time: the slower attempt dies after the manifest was published. */
    @Test
    void writeQuarantine_anotherAttemptFailsToWrite_doesNotTouchWhatIsThere() throws IOException {
        ShardStore store = new ShardStore(HADOOP, directory(), PublicationListener.NONE);
        quarantine(store, "part-0", entry("a"));
        byte[] before = Files.readAllBytes(quarantines().get(0));

        quarantine(store, "part-0", entry("a"));
        org.apache.hadoop.fs.Path noFile = staged(store, "folder");
        store.fileSystem().mkdirs(noFile);
        assertThatThrownBy(() -> store.writeQuarantine(noFile, 3, "part-0", List.of(entry("a"))))
                .isInstanceOf(IOException.class);

        assertThat(quarantines()).hasSize(1);
        assertThat(quarantines().get(0)).hasBinaryContent(before);
    }

    private static void quarantine(ShardStore store, String part, QuarantineEntry... entries) throws IOException {
        store.writeQuarantine(staged(store, "attempt"), 3, part, List.of(entries));
    }

    private static org.apache.hadoop.fs.Path staged(ShardStore store, String name) throws IOException {
        return new org.apache.hadoop.fs.Path(store.staging("run"), name);
    }

    private List<Path> quarantines() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("prepared/quarantine"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
    }

    private static QuarantineEntry entry(String source) {
        return new QuarantineEntry(source, "", "c", "EMPTY_FILE", "m");
    }

    private void replace(ShardEntry shard, byte[] content) throws IOException {
        Path file = folder.resolve("prepared").resolve(shard.file());
        Files.write(file, content);
        removeChecksumFile(file);
    }

    /** Hadoop's own checksum beside the file would notice first. */
    private static void removeChecksumFile(Path file) throws IOException {
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }

    private void publish(long version, Manifest manifest) throws IOException {
        PreparedData.publish(HADOOP, directory(), version, manifest, PublicationListener.NONE);
    }

    private String directory() {
        return folder.resolve("prepared").toString();
    }
}
