package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarDivisionTest {
    @TempDir
    Path folder;

    private static InputUnit unit(Path file) throws IOException {
        return InputListing.list(Inputs.HADOOP, List.of(file.toString()), "auto", Inputs.SINGLE_RULES, 10)
                .units()
                .get(0);
    }

    private static List<InputUnit> divide(Path file, long bytes) throws IOException {
        return InputReader.divide(Inputs.HADOOP, unit(file), Inputs.SINGLE_RULES, new UnitSize(1, bytes));
    }

    private static List<SourceImage> read(List<InputUnit> units) throws IOException {
        List<SourceImage> images = new ArrayList<>();
        for (InputUnit unit : units) {
            InputReader.read(Inputs.HADOOP, unit, Inputs.SINGLE_RULES, images::add);
        }
        return images;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1024, 3000, 10_000, 40_000, 1_000_000})
    void divide_anySize_givesWhatTheWholeGives(long bytes) throws IOException {
        TestTar tar = new TestTar();
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            String name = "c" + i % 3 + "/" + (i % 10 == 0 ? "long-folder-name/".repeat(12) : "") + i % 50 + ".png";
            tar.file(name, "x".repeat(random.nextInt(1500)));
        }
        Path file = tar.write(folder.resolve("set.tar"));

        List<InputUnit> parts = divide(file, bytes);

        List<SourceImage> whole = read(List.of(unit(file)));
        assertThat(read(parts)).isEqualTo(whole);
        assertThat(whole).anyMatch(image -> image.rejection() != null);
        assertThat(parts.size()).isBetween((int) Math.min(10, Files.size(file) / bytes / 3), 60);
    }

    @Test
    void divide_samplesOfSeveralFiles_stayTogether() throws IOException {
        TestTar tar = new TestTar();
        for (int i = 0; i < 6; i++) {
            tar.file(i + ".jpg", "x").file(i + ".cls", "0").file(i + ".txt", "y");
        }
        Path file = tar.write(folder.resolve("train.tar"));

        assertThat(divide(file, 1)).hasSize(6);
        assertThat(read(divide(file, 1))).hasSize(6).allMatch(image -> image.rejection() == null);
    }

    @Test
    void divide_sameNameFarApart_isRejectedTheSecondTime() throws IOException {
        Path file = new TestTar()
                .file("c/1.png", "first")
                .file("c/2.png", "x")
                .file("c/3.png", "x")
                .file("c/1.png", "second")
                .write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(divide(file, 1)).hasSize(3);
        assertThat(inputs.rejected()).containsExactly("set.tar!c/1.png DUPLICATE_NAME");
        assertThat(Inputs.content(inputs.image("set.tar!c/1.png"))).isEqualTo("first");
    }

    @Test
    void divide_classFoldersFilledByOtherParts_areNotEmpty() throws IOException {
        Path file = new TestTar()
                .folder("a")
                .folder("b")
                .folder("empty")
                .file("a/1.png", "x")
                .file("b/1.png", "x")
                .write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(divide(file, 1)).hasSize(3);
        assertThat(inputs.total().emptyClassFolders()).containsExactly("set.tar!empty");
    }

    @Test
    void divide_compressedOrGlobalHeaders_staysWhole() throws IOException {
        byte[] tar = new TestTar().file("c/1.png", "x").file("c/2.png", "y").bytes();
        Path zipped = Files.write(folder.resolve("set.tar.gz"), TestTar.gzip(tar));
        Path global = Files.write(folder.resolve("global.tar"), withGlobalHeader(tar));

        assertThat(divide(zipped, 1)).hasSize(1);
        assertThat(divide(global, 1)).hasSize(1);
        assertThat(Inputs.read(Inputs.SINGLE, global).accepted()).hasSize(2);
    }

    /** A header of kind g, whose record comments on all entries that follow. */
    private static byte[] withGlobalHeader(byte[] tar) throws IOException {
        byte[] record = "17 comment=hello\n".getBytes(StandardCharsets.US_ASCII);
        byte[] header = new TestTar().file("pax_global_header", record).bytes();
        header[156] = 'g';
        TarReaderTest.sealHeader(header);
        byte[] both = Arrays.copyOf(header, 1024 + tar.length);
        System.arraycopy(tar, 0, both, 1024, tar.length);
        return both;
    }

    @Test
    void divide_indexPass_readsLittleOfTheContent() throws IOException {
        TestTar tar = new TestTar();
        for (int i = 0; i < 40; i++) {
            tar.file("c/" + i + ".png", "x".repeat(100_000));
        }
        Path file = tar.write(folder.resolve("set.tar"));
        FileSystem.clearStatistics();

        List<InputUnit> parts = divide(file, 400_000);

        assertThat(parts).hasSizeBetween(8, 11);
        assertThat(bytesRead()).isPositive().isLessThan(Files.size(file) / 4);
    }

    private static long bytesRead() {
        Long read = FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
        return read == null ? 0 : read;
    }
}
