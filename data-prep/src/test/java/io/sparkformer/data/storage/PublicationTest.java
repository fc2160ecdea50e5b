package io.sparkformer.data.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
    private static final int PUBLISHERS = 6;

    /** The three ways to create a file without replacing one. */
    enum Store {
        LOCAL,
        HDFS_LIKE,
        S3_LIKE;

        FileSystem open() throws IOException {
            return switch (this) {
                case LOCAL -> FileSystem.getLocal(new Configuration(false));
                case HDFS_LIKE -> new FakeFileSystem();
                case S3_LIKE -> new FakeObjectStore();
            };
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Store.class)
    void read_published_isTheContent(Store store) throws IOException {
        Publication publication = publication(store.open());

        assertThat(publication.latest()).isEmpty();
        publication.publish(1, json("{\n  \"a\" : 1\n}"));
        publication.publish(2, json("{\"ü\":[2]}"));

        assertThat(publication.versions()).containsExactly(1L, 2L);
        assertThat(publication.latest()).hasValue(2);
        assertThat(publication.read(1)).isEqualTo(json("{\n  \"a\" : 1\n}"));
        assertThat(publication.read(2)).isEqualTo(json("{\"ü\":[2]}"));
        assertThat(filesOf("pointer")).containsExactly("pointer-00000001.json", "pointer-00000002.json");
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void publish_manyAtOnce_oneWinsAndTheOthersAreTold(Store store) throws Exception {
        FileSystem fileSystem = store.open();
        for (int version = 1; version <= 20; version++) {
            List<String> outcomes = publishAtOnce(fileSystem, version);

            assertThat(outcomes).filteredOn("lost"::equals).hasSize(PUBLISHERS - 1);
            String winner = outcomes.stream()
                    .filter(outcome -> !outcome.equals("lost"))
                    .findFirst()
                    .orElseThrow();
            assertThat(publication(fileSystem).read(version)).isEqualTo(json(winner));
        }
    }

    private List<String> publishAtOnce(FileSystem fileSystem, int version) throws Exception {
        CyclicBarrier together = new CyclicBarrier(PUBLISHERS);
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        try {
            List<Callable<String>> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                String content = "{\"publisher\":" + i + "}";
                PublicationListener meet = (aside, target) -> await(together);
                publishers.add(() -> {
                    try {
                        new Publication(fileSystem, directory(), "pointer", meet).publish(version, json(content));
                        return content;
                    } catch (ConcurrentPublicationException lost) {
                        return "lost";
                    }
                });
            }
            List<String> outcomes = new ArrayList<>();
            for (Future<String> outcome : threads.invokeAll(publishers)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void publish_versionThatIsThere_changesNothing(Store store) throws IOException {
        Publication publication = publication(store.open());
        publication.publish(3, json("{\"a\":3}"));

        assertThatThrownBy(() -> publication.publish(3, json("{\"b\":3}")))
                .isInstanceOf(ConcurrentPublicationException.class)
                .hasMessageContaining("pointer-00000003.json");
        assertThatThrownBy(() -> publication.publish(2, json("{\"b\":2}")))
                .isInstanceOf(ConcurrentPublicationException.class);
        assertThat(publication.versions()).containsExactly(3L);
        assertThat(publication.read(3)).isEqualTo(json("{\"a\":3}"));
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void publish_diesBetweenTheSteps_publishesNothing(Store store) throws IOException {
        FileSystem fileSystem = store.open();
        PublicationListener death = (aside, target) -> {
            assertThat(publication(fileSystem).latest()).isEmpty();
            throw new IOException("killed");
        };
        Publication dying = new Publication(fileSystem, directory(), "pointer", death);

        assertThatThrownBy(() -> dying.publish(1, json("{\"a\":1}"))).hasMessage("killed");
        assertThat(publication(fileSystem).latest()).isEmpty();
        publication(fileSystem).publish(1, json("{\"a\":2}"));
        assertThat(publication(fileSystem).read(1)).isEqualTo(json("{\"a\":2}"));
    }

    @ParameterizedTest
    @EnumSource(Store.class)
    void removeAbandoned_versionsThatAreThere_areSweptAndThatOfALivingProcessStays(Store store) throws IOException {
        Publication publication = publication(store.open());
        publication.publish(1, json("{\"a\":1}"));
        publication.publish(2, json("{\"a\":2}"));
        Files.writeString(folder.resolve("p/.pointer-00000001.json.dead.tmp"), "{");
        Files.writeString(folder.resolve("p/.pointer-00000002.json.dead.tmp"), "{");
        Files.writeString(folder.resolve("p/.pointer-00000003.json.alive.tmp"), "{");
        Files.writeString(folder.resolve("p/.other-00000001.json.dead.tmp"), "{");

        publication.removeAbandoned();

        assertThat(publication.versions()).containsExactly(1L, 2L);
        try (Stream<Path> files = Files.list(folder.resolve("p"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".tmp")))
                    .containsExactlyInAnyOrder(".pointer-00000003.json.alive.tmp", ".other-00000001.json.dead.tmp");
        }
    }

    @Test
    void latest_asideFileOfAKilledProcess_isNotSeen() throws IOException {
        Publication publication = publication(Store.LOCAL.open());
        publication.publish(1, json("{\"a\":1}"));
        Files.writeString(folder.resolve("p/.pointer-00000002.json.4711.tmp"), "{\"a\":");
        Files.writeString(folder.resolve("p/pointer-2.json"), "{}");
        Files.writeString(folder.resolve("p/other-00000009.json"), "{}");

        assertThat(publication.latest()).hasValue(1);
        publication.publish(2, json("{\"a\":2}"));
        assertThat(publication.latest()).hasValue(2);
    }

    @Test
    void publish_fullDisk_publishesNothingAndLeavesNothing() throws IOException {
        FakeFileSystem disk = new FakeFileSystem();
        Publication publication = publication(disk);
        publication.publish(1, json("{\"a\":1}"));
        disk.setFreeBytes(40);

        assertThatThrownBy(() -> publication.publish(2, json("{\"a\":\"much longer than forty bytes\"}")))
                .hasMessageContaining("No space left");
        assertThat(publication.latest()).hasValue(1);
        assertThat(filesOf("")).containsExactly("pointer-00000001.json");
    }

    @Test
    void read_anyByteChanged_isNoticed() throws IOException {
        Publication publication = publication(Store.LOCAL.open());
        publication.publish(1, json("{\"steps\":[1,2,3]}"));
        Path file = folder.resolve("p/pointer-00000001.json");
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertThatThrownBy(() -> publication.read(1))
                    .as("byte %d", i)
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("pointer-00000001.json");
        }
    }

    @Test
    void read_tornFile_namesItAndTheRemedy() throws IOException {
        Publication publication = publication(Store.LOCAL.open());
        publication.publish(1, json("{\"steps\":[1,2,3]}"));
        Path file = folder.resolve("p/pointer-00000001.json");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> publication.read(1))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("cut short")
                .hasMessageContaining("delete it to go back");
    }

    @Test
    void publish_anyObject_leavesPlainJsonWithItsDigest() throws IOException {
        Publication publication = publication(Store.LOCAL.open());
        publication.publish(1, json("{\n  \"a\" : 1\n}"));

        var tree = new ObjectMapper()
                .readTree(folder.resolve("p/pointer-00000001.json").toFile());
        assertThat(tree.get("a").asInt()).isEqualTo(1);
        assertThat(tree.get("publicationSha256").asText()).isEqualTo(Checksums.sha256Hex(json("{\n  \"a\" : 1\n}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{ }", "[1]", "null", "{", "}"})
    void publish_noObject_isRefused(String content) throws IOException {
        Publication publication = publication(Store.LOCAL.open());

        assertThatIllegalArgumentException().isThrownBy(() -> publication.publish(1, json(content)));
        assertThat(publication.versions()).isEmpty();
    }

    @Test
    void publish_diskWithoutHardLinks_doesNotReplaceEither() throws Exception {
        Path target = folder.resolve("target.json");
        int won = 0;
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        try {
            List<Callable<Boolean>> movers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                Path aside = Files.writeString(folder.resolve("aside-" + i), "content " + i);
                movers.add(() -> {
                    try {
                        LinkedWrite.moveUnderLock(aside, target);
                        return true;
                    } catch (FileAlreadyExistsException lost) {
                        return false;
                    }
                });
            }
            for (Future<Boolean> mover : threads.invokeAll(movers)) {
                won += mover.get() ? 1 : 0;
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(won).isEqualTo(1);
        assertThat(target).content().startsWith("content ");
    }

    @Test
    void publish_answerOfTheStoreLost_isNoConflict() throws IOException {
        FakeObjectStore store = new FakeObjectStore();
        store.loseAnswer = true;

        publication(store).publish(1, json("{\"a\":1}"));
        assertThat(publication(store).read(1)).isEqualTo(json("{\"a\":1}"));
    }

    @Test
    void publish_storeWithoutConditionalCreation_saysWhatHelps() throws IOException {
        FakeObjectStore store = new FakeObjectStore();
        store.conditional = false;

        assertThatThrownBy(() -> publication(store).publish(1, json("{\"a\":1}")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("hadoop-aws 3.4.2");
        assertThat(publication(store).versions()).isEmpty();
    }

    @Test
    void delete_version_removesItAlone() throws IOException {
        Publication publication = publication(Store.LOCAL.open());
        publication.publish(1, json("{\"a\":1}"));
        publication.publish(2, json("{\"a\":2}"));

        publication.delete(1);
        publication.delete(7);
        assertThat(publication.versions()).containsExactly(2L);
    }

    private Publication publication(FileSystem fileSystem) {
        return new Publication(fileSystem, directory(), "pointer");
    }

    private org.apache.hadoop.fs.Path directory() {
        return new org.apache.hadoop.fs.Path(folder.resolve("p").toString());
    }

    private List<String> filesOf(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("p"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
