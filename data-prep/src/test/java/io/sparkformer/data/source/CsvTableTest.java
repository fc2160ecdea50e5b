package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
    @TempDir
    Path folder;

    private Path table(String name, String content) throws IOException {
        for (String image : new String[] {"1.png", "in/2.png", "a, b \"c\".png"}) {
            Inputs.file(folder.resolve(image), image);
        }
        return Inputs.file(folder.resolve(name), content);
    }

    private static ReadingRules rules(int maxLabels, FieldNames fields, SplitRule splits) {
        return new ReadingRules(splits, new LabelRule(ClassIndex.NONE, maxLabels), fields, Inputs.LIMITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void read_table_givesImagesWithLabelsAndSplits(String line) throws IOException {
        Path file = table(
                "set.csv",
                "\uFEFFid,path,label,split\n1,1.png,cat,train\n2,./in//2.png,dog,test\n3,\"a, b \"\"c\"\".png\",cat,train\n"
                        .replace("\n", line));

        Inputs inputs = Inputs.read(Inputs.FOLDERS, file);

        assertThat(inputs.listing.formats()).containsExactly(new CsvTables());
        assertThat(inputs.accepted()).containsExactly("set.csv!1.png", "set.csv!in/2.png", "set.csv!a, b \"c\".png");
        assertThat(inputs.images).extracting(SourceImage::className).containsExactly("cat", "dog", "cat");
        assertThat(inputs.images).extracting(SourceImage::split).containsExactly("train", "test", "train");
        assertThat(Inputs.content(inputs.images.get(1))).isEqualTo("in/2.png");
    }

    @Test
    void read_tabsOtherColumnsAndSeveralLabels_areUnderstood() throws IOException {
        Path file = table("train.tsv", "name\ttags\n1.png\tred; round\nin/2.png\tred\n");

        Inputs inputs = Inputs.read("auto", rules(2, new FieldNames("name", "tags", ""), Inputs.FOLDERS), file);

        assertThat(inputs.images.get(0).classNames()).containsExactly("red", "round");
        assertThat(inputs.images.get(1).classNames()).containsExactly("red");
        assertThat(inputs.images.get(1).split()).isEqualTo("train");
    }

    @Test
    void read_badRows_areRejectedEachWithItsReason() throws IOException {
        Files.createDirectories(folder.resolve("dir"));
        Inputs.file(folder.resolve("large.png"), "x".repeat(1001));
        Path file = table("train.csv", """
                path,label
                1.png,cat
                missing.png,cat
                ../1.png,cat
                /etc/passwd,cat
                file:///etc/passwd,cat
                in/../../1.png,cat
                ,cat
                1.png,dog
                in/2.png,
                dir,cat
                large.png,cat
                1.png
                a.png,cat,more
                in/2.png,cat
                """);

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected())
                .containsExactly(
                        "train.csv!missing.png UNREADABLE",
                        "train.csv!row 3 UNSAFE_PATH",
                        "train.csv!row 4 UNSAFE_PATH",
                        "train.csv!row 5 UNSAFE_PATH",
                        "train.csv!row 6 UNSAFE_PATH",
                        "train.csv!row 7 INCOMPLETE_SAMPLE",
                        "train.csv!1.png DUPLICATE_NAME",
                        "train.csv!in/2.png INCOMPLETE_SAMPLE",
                        "train.csv!dir NOT_A_REGULAR_FILE",
                        "train.csv!large.png TOO_MANY_BYTES",
                        "train.csv!row 12 RECORD_CORRUPT",
                        "train.csv!row 13 RECORD_CORRUPT",
                        "train.csv!in/2.png DUPLICATE_NAME");
        assertThat(inputs.accepted()).containsExactly("train.csv!1.png");
    }

    @Test
    void read_quotationMarkThatNeverEnds_keepsTheRowsBefore() throws IOException {
        Path file = table("train.csv", "path,label\n1.png,cat\n\"in/2.png,cat\n" + "in/2.png,cat\n".repeat(6000));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.accepted()).containsExactly("train.csv!1.png");
        assertThat(inputs.rejected()).containsExactly("train.csv!rows from 2 ARCHIVE_CORRUPT");
    }

    @Test
    void read_noSplit_isRejectedWithTheRemedy() throws IOException {
        Path file = table("labels.csv", "path,label\n1.png,cat\n");

        Inputs inputs = Inputs.read(Inputs.FOLDERS, file);

        assertThat(inputs.rejected()).containsExactly("labels.csv!1.png OUTSIDE_CLASS_FOLDER");
        assertThat(Inputs.message(inputs.images.get(0))).contains("prepare.fields.split");
    }

    @Test
    void list_missingColumn_namesThoseThatAreThere() throws IOException {
        Path file = table("train.csv", "picture,label\n1.png,cat\n");
        Path empty = table("empty.csv", "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inputs.read(Inputs.SINGLE, file))
                .withMessageContaining("train.csv")
                .withMessageContaining("[picture, label]")
                .withMessageContaining("prepare.fields.image");
        assertThatIllegalArgumentException().isThrownBy(() -> Inputs.read(Inputs.SINGLE, empty));
    }

    @Test
    void read_bytesThatAreNoText_areRejectedAndNeverThrown() throws IOException {
        Path file = table("train.csv", "path,label\n");
        byte[] noise = new byte[5000];
        new Random(3).nextBytes(noise);
        Files.write(file, noise, StandardOpenOption.APPEND);
        Files.write(file, "\n1.png,cat\n".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

        assertThat(Inputs.read(Inputs.SINGLE, file).rejected()).isNotEmpty();
    }
}
