package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatDetectionTest {
    @TempDir
    Path folder;

    private static Set<InputFormat> formats(String format, Path... inputs) throws IOException {
        List<String> names = List.of(inputs).stream().map(Path::toString).toList();
        return InputListing.list(Inputs.HADOOP, names, format, Inputs.SINGLE_RULES, 10)
                .formats();
    }

    private Path set() throws IOException {
        return Files.createDirectories(folder.resolve("set"));
    }

    @Test
    void list_archives_areToldApartByTheirEntries() throws IOException {
        Path folders =
                new TestTar().file("cat/1.png", "x").file("cat/1.txt", "x").write(folder.resolve("a.tar"));
        Path samples =
                new TestTar().file("cat/1.png", "x").file("cat/1.cls", "0").write(folder.resolve("b.tar"));
        Path zipped = Files.write(
                folder.resolve("c"),
                TestTar.gzip(
                        new TestTar().file("1.json", "{}").file("1.jpg", "x").bytes()));
        Path synsets =
                new TestTar().file("n01440764.tar", new TestTar().bytes()).write(folder.resolve("d.tar"));

        assertThat(formats("auto", folders)).containsExactly(new ClassFolders());
        assertThat(formats("auto", samples)).containsExactly(new WebDataset());
        assertThat(formats("auto", zipped)).containsExactly(new WebDataset());
        assertThat(formats("auto", synsets)).containsExactly(new SynsetArchives());
        assertThat(formats("auto", folders, synsets)).containsExactly(new ClassFolders(), new SynsetArchives());
        assertThat(formats("webdataset", folders)).containsExactly(new WebDataset());
    }

    @Test
    void list_folderOfArchivesAndNotes_isReadAsArchives() throws IOException {
        new TestTar().file("1.png", "x").file("1.cls", "0").write(set().resolve("0.tar"));
        Inputs.file(set().resolve("README"), "notes");
        Inputs.file(set().resolve("sizes.json"), "{}");

        assertThat(formats("auto", set())).containsExactly(new WebDataset());
    }

    @Test
    void list_imagesBesideArchivesOrTables_countAsImages() throws IOException {
        Inputs.file(set().resolve("cat/1.PNG"), "x");
        Inputs.file(set().resolve("labels.csv"), "x");

        Inputs inputs = Inputs.read(Inputs.SINGLE, set());

        assertThat(inputs.accepted()).containsExactly("set/cat/1.PNG");
        assertThat(inputs.rejected()).containsExactly("set/labels.csv OUTSIDE_CLASS_FOLDER");
    }

    @ParameterizedTest
    @CsvSource({"a.tar, b.parquet, tar", "a.csv, cat/1, cat/1", "a.tfrecord, cat/picture.xyz, picture.xyz"})
    void list_folderThatDoesNotTell_isRefused(String first, String second, String named) throws IOException {
        Inputs.file(set().resolve(first), "x");
        Inputs.file(set().resolve(second), "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> formats("auto", set()))
                .withMessageContaining(named)
                .withMessageContaining("prepare.format");
    }

    @Test
    void list_chosenFormatWithoutItsFiles_isRefused() throws IOException {
        Inputs.file(set().resolve("cat/1.png"), "x");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> formats("tfrecord", set()))
                .withMessageContaining("prepare.format = tfrecord")
                .withMessageContaining("holds no file of that format");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> formats("zip", set()))
                .withMessageContaining("auto, folders, ilsvrc, webdataset, tfrecord, parquet, csv");
    }

    @ParameterizedTest
    @CsvSource({
        "set, train-0001.tar, train",
        "set, ILSVRC2012_img_val.tar, val",
        "set, test/0001.tar, test",
        "set, validation-00000-of-00128, validation",
        "set, deep/train/0.tar, deep",
        "my-test-set, 0001.tar, test",
        "set, trainer.tar, ''",
        "set, TRAIN.parquet, train"
    })
    void splitNames_ofFilesFoldersAndInputs(String input, String path, String split) {
        assertThat(SplitNames.of(input, EntryPath.of(path))).isEqualTo(split);
    }
}
