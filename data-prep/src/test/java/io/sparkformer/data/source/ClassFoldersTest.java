package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ClassFoldersTest {
    @TempDir
    Path folder;

    private Path set;

    @BeforeEach
    void createSet() throws IOException {
        set = Files.createDirectory(folder.resolve("set"));
    }

    @Test
    void read_foldersRule_tellsSplitClassAndBytes() throws IOException {
        Inputs.file(set.resolve("train/cat/1.png"), "one");
        Inputs.file(set.resolve("test/dog/deep/2.png"), "two");

        Inputs inputs = Inputs.read(Inputs.FOLDERS, set);

        assertThat(inputs.sources()).containsExactly("set/test/dog/deep/2.png", "set/train/cat/1.png");
        SourceImage first = inputs.image("set/train/cat/1.png");
        assertThat(first.split()).isEqualTo("train");
        assertThat(first.className()).isEqualTo("cat");
        assertThat(Inputs.content(first)).isEqualTo("one");
        assertThat(inputs.image("set/test/dog/deep/2.png").className()).isEqualTo("dog");
    }

    @Test
    void read_anyListingOrder_isByBytesOfThePath() throws IOException {
        for (String name : new String[] {"b", "a", "B", "a b", "a-b", "10", "9"}) {
            Inputs.file(set.resolve("c/" + name), name);
        }

        assertThat(Inputs.read(Inputs.SINGLE, set).sources())
                .containsExactly("set/c/10", "set/c/9", "set/c/B", "set/c/a", "set/c/a b", "set/c/a-b", "set/c/b");
    }

    @Test
    void list_filesPerUnit_cutsTheWorkButLosesNothing() throws IOException {
        for (int i = 0; i < 5; i++) {
            Inputs.file(set.resolve("c/" + i), "x");
        }

        Inputs inputs = Inputs.read(Inputs.SINGLE, set);

        assertThat(inputs.listing.units()).hasSize(3);
        assertThat(inputs.listing.files()).hasSize(5);
        assertThat(inputs.listing.files().get(0))
                .isEqualTo(new InputFile(
                        "set/c/0",
                        1,
                        Files.getLastModifiedTime(set.resolve("c/0")).toMillis()));
        assertThat(inputs.images).hasSize(5);
    }

    @Test
    void read_filesOutsideClassFolders_areRejectedWithTheLayout() throws IOException {
        Inputs.file(set.resolve("readme.txt"), "x");
        Inputs.file(set.resolve("train/lost.png"), "x");
        Inputs.file(set.resolve("bad split!/cat/1.png"), "x");

        Inputs inputs = Inputs.read(Inputs.FOLDERS, set);

        assertThat(inputs.rejected())
                .containsExactly(
                        "set/bad split!/cat/1.png OUTSIDE_CLASS_FOLDER",
                        "set/readme.txt OUTSIDE_CLASS_FOLDER",
                        "set/train/lost.png OUTSIDE_CLASS_FOLDER");
        assertThat(Inputs.message(inputs.images.get(1))).contains("<split>/<class>/<file>");
    }

    @Test
    void read_hiddenFiles_areIgnoredAndCounted() throws IOException {
        Inputs.file(set.resolve("c/.DS_Store"), "x");
        Inputs.file(set.resolve("c/._1.png"), "x");
        Inputs.file(set.resolve("c/Thumbs.db"), "x");
        Inputs.file(set.resolve(".git/c/1.png"), "x");
        Inputs.file(set.resolve("c/1.png"), "x");

        Inputs inputs = Inputs.read(Inputs.SINGLE, set);

        assertThat(inputs.sources()).containsExactly("set/c/1.png");
        assertThat(inputs.listing.ignored()).isEqualTo(4);
    }

    @Test
    void list_emptyClassFolders_areFound() throws IOException {
        Files.createDirectories(set.resolve("train/empty/deeper"));
        Inputs.file(set.resolve("train/hidden/.x"), "x");
        Inputs.file(set.resolve("train/full/1.png"), "x");
        Files.createDirectories(set.resolve("train/.cache"));

        assertThat(Inputs.read(Inputs.FOLDERS, set).listing.emptyClassFolders())
                .containsExactly("set/train/empty", "set/train/hidden");
    }

    @Test
    void read_fileAboveTheLimit_isRejectedUnread() throws IOException {
        Inputs.file(set.resolve("c/large.png"), "x".repeat(1001));
        Inputs.file(set.resolve("c/exact.png"), "x".repeat(1000));

        Inputs inputs = Inputs.read(Inputs.SINGLE, set);

        assertThat(inputs.rejected()).containsExactly("set/c/large.png TOO_MANY_BYTES");
        assertThat(inputs.summaries).containsExactly(new UnitSummary(1, 1, 0, new TreeSet<>(), new TreeSet<>()));
    }

    @Test
    void read_fileRemovedAfterListing_isRejected() throws IOException {
        Path file = Inputs.file(set.resolve("c/1.png"), "x");
        InputListing listing =
                InputListing.list(Inputs.HADOOP, List.of(set.toString()), "auto", Inputs.SINGLE_RULES, 10);
        Files.delete(file);

        List<SourceImage> images = new ArrayList<>();
        InputReader.read(Inputs.HADOOP, listing.units().get(0), Inputs.SINGLE_RULES, images::add);
        assertThat(images).hasSize(1);
        assertThat(Inputs.message(images.get(0))).contains("cannot be opened");
    }

    @Test
    void read_fileChangedAfterListing_failsInsteadOfRecordingWhatWasNotRead() throws IOException {
        Path file = Inputs.file(set.resolve("c/1.png"), "x");
        InputListing listing =
                InputListing.list(Inputs.HADOOP, List.of(set.toString()), "auto", Inputs.SINGLE_RULES, 10);
        Files.writeString(file, "longer");

        assertThatThrownBy(
                        () -> InputReader.read(Inputs.HADOOP, listing.units().get(0), Inputs.SINGLE_RULES, image -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("when nothing writes to the inputs");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void read_linkThatLeadsNowhere_isRejectedAndNotLost() throws IOException {
        Files.createDirectories(set.resolve("c"));
        Files.createSymbolicLink(set.resolve("c/1.png"), folder.resolve("nowhere"));

        assertThat(Inputs.read(Inputs.SINGLE, set).rejected()).containsExactly("set/c/1.png UNREADABLE");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void read_pipe_isRejectedWithoutWaiting() throws Exception {
        Files.createDirectories(set.resolve("c"));
        Process pipe = new ProcessBuilder("mkfifo", set.resolve("c/1.png").toString()).start();
        assumeTrue(pipe.waitFor() == 0);

        assertThat(Inputs.read(Inputs.SINGLE, set).rejected()).containsExactly("set/c/1.png NOT_A_REGULAR_FILE");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void list_linkThatLeadsBackUp_isRefused() throws IOException {
        Files.createDirectories(set.resolve("c"));
        Files.createSymbolicLink(set.resolve("c/up"), set);

        assertThatThrownBy(() -> Inputs.read(Inputs.SINGLE, set))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("remove the link that leads back up");
    }

    @Test
    void read_unusualNames_areKept() throws IOException {
        for (String name : new String[] {"a:b.png", "100%25.png", "a+b c.png", "[x]{y}*.png", "x'\"#?.png"}) {
            Inputs.file(set.resolve("c d").resolve(name), name);
        }

        Inputs inputs = Inputs.read(Inputs.SINGLE, set);
        assertThat(inputs.accepted()).hasSize(5);
        assertThat(Inputs.content(inputs.image("set/c d/a:b.png"))).isEqualTo("a:b.png");
        assertThat(Inputs.content(inputs.image("set/c d/100%25.png"))).isEqualTo("100%25.png");
    }

    @Test
    void read_namesBeyondAscii_areKept() throws IOException {
        // Under LANG=C the JVM itself cannot name such files.
        assumeTrue(System.getProperty("sun.jnu.encoding", "").equalsIgnoreCase(StandardCharsets.UTF_8.name()));
        Inputs.file(set.resolve("猫/größe-😀.png"), "x");

        Inputs inputs = Inputs.read(Inputs.SINGLE, set);
        assertThat(inputs.image("set/猫/größe-😀.png").className()).isEqualTo("猫");
        assertThat(Inputs.content(inputs.image("set/猫/größe-😀.png"))).isEqualTo("x");
    }

    @Test
    void list_missingInput_namesItAndTheKey() {
        assertThatThrownBy(() -> Inputs.read(Inputs.SINGLE, folder.resolve("nothing")))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("prepare.inputs")
                .hasMessageContaining("nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inputs.read(Inputs.SINGLE))
                .withMessageContaining("prepare.inputs is empty");
    }

    @Test
    void list_twoInputsOfOneName_areRefused() throws IOException {
        Inputs.file(folder.resolve("a/set/c/1"), "x");
        Inputs.file(folder.resolve("b/set/c/1"), "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inputs.read(Inputs.SINGLE, folder.resolve("a/set"), folder.resolve("b/set")))
                .withMessageContaining("both called \"set\"");
    }

    @Test
    void list_pattern_matchesSeveralInputs() throws IOException {
        Inputs.file(folder.resolve("part-2/c/1"), "x");
        Inputs.file(folder.resolve("part-1/c/1"), "x");

        assertThat(Inputs.read(Inputs.SINGLE, folder.resolve("part-*")).sources())
                .containsExactly("part-1/c/1", "part-2/c/1");
    }

    @Test
    void list_fileThatIsNoArchive_isRefused() throws IOException {
        Path file = Inputs.file(folder.resolve("photo.png"), "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inputs.read(Inputs.SINGLE, file))
                .withMessageContaining("neither a folder nor an archive");
    }
}
