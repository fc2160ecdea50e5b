package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"set.tar", "set.tar.gz", "set.tgz", "set"})
    void read_archive_tellsSplitClassAndBytes(String name) throws IOException {
        byte[] tar = new TestTar()
                .folder("train")
                .folder("train/cat")
                .file("train/cat/1.png", "one")
                .file("./test//dog/2.png", "two")
                .bytes();
        Path file = Files.write(folder.resolve(name), name.contains("gz") ? TestTar.gzip(tar) : tar);

        Inputs inputs = Inputs.read(Inputs.FOLDERS, file);

        assertThat(inputs.accepted()).containsExactly(name + "!train/cat/1.png", name + "!test/dog/2.png");
        SourceImage second = inputs.image(name + "!test/dog/2.png");
        assertThat(second.split()).isEqualTo("test");
        assertThat(second.className()).isEqualTo("dog");
        assertThat(Inputs.content(second)).isEqualTo("two");
        assertThat(inputs.summaries.get(0).images()).isEqualTo(2);
        assertThat(inputs.summaries.get(0).rejected()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil/1.png",
                "cat/../../evil.png",
                "/etc/cat/1.png",
                "cat/..",
                "..",
                "C:/cat/1.png",
                "cat\\..\\..\\1.png"
            })
    void read_nameThatLeadsOut_isRejectedAndTheRestIsRead(String name) throws IOException {
        Path file = new TestTar().file(name, "evil").file("cat/1.png", "good").write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected()).containsExactly("set.tar!" + name + " UNSAFE_PATH");
        assertThat(inputs.accepted()).containsExactly("set.tar!cat/1.png");
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void read_linksAndDevices_areRejected() throws IOException {
        Path file = new TestTar()
                .special("cat/link.png", TarConstants.LF_SYMLINK, "/etc/passwd")
                .special("cat/hard.png", TarConstants.LF_LINK, "cat/1.png")
                .special("cat/device.png", TarConstants.LF_CHR, "")
                .special("cat/pipe.png", TarConstants.LF_FIFO, "")
                .file("cat/1.png", "good")
                .write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected())
                .containsExactly(
                        "set.tar!cat/link.png NOT_A_REGULAR_FILE",
                        "set.tar!cat/hard.png NOT_A_REGULAR_FILE",
                        "set.tar!cat/device.png NOT_A_REGULAR_FILE",
                        "set.tar!cat/pipe.png NOT_A_REGULAR_FILE");
        assertThat(inputs.accepted()).hasSize(1);
    }

    @Test
    void read_sameNameTwice_rejectsTheSecond() throws IOException {
        Path file = new TestTar()
                .file("cat/1.png", "first")
                .file("./cat/1.png", "second")
                .write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected()).containsExactly("set.tar!cat/1.png DUPLICATE_NAME");
        assertThat(Inputs.content(inputs.images.get(0))).isEqualTo("first");
    }

    @Test
    void read_hiddenAndOutside_areToldApart() throws IOException {
        Path file = new TestTar()
                .file("__MACOSX/cat/._1.png", "x")
                .file("cat/.DS_Store", "x")
                .folder("cat/.hidden")
                .file("LICENSE", "x")
                .file("cat/1.png", "x")
                .write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected()).containsExactly("set.tar!LICENSE OUTSIDE_CLASS_FOLDER");
        assertThat(inputs.accepted()).containsExactly("set.tar!cat/1.png");
        assertThat(inputs.summaries.get(0).ignored()).isEqualTo(2);
    }

    @Test
    void read_classFoldersWithoutFiles_areFound() throws IOException {
        Path file = new TestTar()
                .folder("train/empty")
                .folder("train/full")
                .file("train/full/deep/1.png", "x")
                .folder("train")
                .write(folder.resolve("set.tar"));

        assertThat(Inputs.read(Inputs.FOLDERS, file).summaries.get(0).emptyClassFolders())
                .containsExactly("set.tar!train/empty");
    }

    @Test
    void read_entryAboveTheLimit_isRejectedUnread() throws IOException {
        Path file = new TestTar()
                .file("cat/large.png", "x".repeat(1001))
                .file("cat/exact.png", "x".repeat(1000))
                .write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected()).containsExactly("set.tar!cat/large.png TOO_MANY_BYTES");
        assertThat(inputs.accepted()).containsExactly("set.tar!cat/exact.png");
    }

    @Test
    void read_longNamesAndNamesBeyondAscii_areKept() throws IOException {
        String deep = "猫/" + "long-folder-name/".repeat(12) + "größe-😀.png";
        Path file = new TestTar().file(deep, "x").write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.accepted()).containsExactly("set.tar!" + deep);
        assertThat(inputs.images.get(0).className()).isEqualTo("猫");
    }

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU})
    void read_longAbsoluteName_isRejectedAndTheRestIsRead(int longNames) throws IOException {
        String name = "/" + "long-folder-name/".repeat(12) + "1.png";
        Path file = new TestTar(longNames)
                .file("cat/1.png", "good")
                .file(name, "evil")
                .file(name.substring(1), "good")
                .write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected()).containsExactly("set.tar!" + name.substring(1) + " UNSAFE_PATH");
        assertThat(inputs.accepted()).containsExactly("set.tar!cat/1.png", "set.tar!" + name.substring(1));
    }

    @Test
    void read_archiveCutAnywhere_keepsWhatWasWholeAndSaysSo() throws IOException {
        byte[] tar =
                new TestTar().file("cat/1.png", "one").file("cat/2.png", "two").bytes();
        // Two entries of 1,024 bytes each; then two records of zeros, of which one is enough.
        for (int length = 0; length < 2560; length += 64) {
            Path file = Files.write(folder.resolve("set.tar"), Arrays.copyOf(tar, length));

            Inputs inputs = Inputs.read(Inputs.SINGLE, file);

            assertThat(inputs.rejected()).as("%d bytes", length).containsExactly("set.tar ARCHIVE_CORRUPT");
            assertThat(inputs.accepted()).as("%d bytes", length).hasSize(length < 515 ? 0 : length < 1539 ? 1 : 2);
        }
    }

    @Test
    void read_archiveCutAfterAnEntry_namesTheEntry() throws IOException {
        byte[] tar =
                new TestTar().file("cat/1.png", "one").file("cat/2.png", "two").bytes();
        Path file = Files.write(folder.resolve("set.tar"), Arrays.copyOf(tar, 1024));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(Inputs.message(inputs.image("set.tar")))
                .contains("at or after its entry cat/1.png")
                .contains("ends without the mark")
                .contains("restore it from a copy");
    }

    @Test
    void read_gzipCutAnywhere_saysSo() throws IOException {
        byte[] zipped = TestTar.gzip(manyEntries().bytes());
        for (int length = 1; length < zipped.length; length += 97) {
            Path file = Files.write(folder.resolve("set.tar.gz"), Arrays.copyOf(zipped, length));

            assertThat(Inputs.read(Inputs.SINGLE, file).rejected())
                    .as("%d bytes", length)
                    .containsExactly("set.tar.gz ARCHIVE_CORRUPT");
        }
    }

    @Test
    void read_gzipWithWrongChecksum_saysSo() throws IOException {
        byte[] zipped = TestTar.gzip(manyEntries().bytes());
        zipped[zipped.length - 6] ^= 1;
        Path file = Files.write(folder.resolve("set.tar.gz"), zipped);

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.accepted()).hasSize(50);
        assertThat(inputs.rejected()).containsExactly("set.tar.gz ARCHIVE_CORRUPT");
    }

    @Test
    void read_archivesGluedTogether_areNotHalfRead() throws IOException {
        byte[] first = new TestTar().file("cat/1.png", "one").bytes();
        byte[] second = new TestTar().file("cat/2.png", "two").bytes();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        Path file = Files.write(folder.resolve("set.tar"), both);

        assertThat(Inputs.read(Inputs.SINGLE, file).rejected()).containsExactly("set.tar ARCHIVE_CORRUPT");
    }

    @Test
    void read_headerThatClaimsAGigabyteOfName_isRefusedBeforeItFillsMemory() throws IOException {
        byte[] tar = new TestTar().file("cat/1.png", "one").bytes();
        byte[] header = Arrays.copyOf(tar, 512);
        header[156] = TarConstants.LF_GNUTYPE_LONGNAME;
        byte[] size = "10000000000\0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, 12);
        sealHeader(header);
        byte[] bomb = Arrays.copyOf(header, 64 << 20);
        Arrays.fill(bomb, 512, bomb.length, (byte) 'x');
        Path file = Files.write(folder.resolve("set.tar.gz"), TestTar.gzip(bomb));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected()).containsExactly("set.tar.gz ARCHIVE_CORRUPT");
        assertThat(Inputs.message(inputs.images.get(0))).contains("header of more than");
    }

    /** The checksum of a tar header: the sum of its bytes, the checksum's own counted as spaces. */
    static void sealHeader(byte[] header) {
        sealHeader(header, IntStream.range(0, 512).map(i -> header[i] & 0xFF));
    }

    private static void sealHeader(byte[] header, IntStream bytes) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        byte[] digits = String.format("%06o\0 ", bytes.sum()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, header, 148, 8);
    }

    /** Its name, size, time, kind: an image must not move to another class, nor the next header be looked for elsewhere. */
    @Test
    void read_bitFlippedInAHeader_keepsWhatCameBeforeAndSaysSo() throws IOException {
        byte[] tar = new TestTar()
                .file("cat/1.png", "one")
                .file("cat/2.png", "two")
                .file("cat/3.png", "three")
                .bytes();
        Random random = new Random(8);
        // The checksum's last two bytes are no digits.
        for (int at :
                IntStream.range(0, 512).filter(at -> at != 154 && at != 155).toArray()) {
            byte[] damaged = tar.clone();
            damaged[1024 + at] ^= (byte) (1 << random.nextInt(8));

            Inputs inputs = Inputs.read(Inputs.SINGLE, Files.write(folder.resolve("set.tar"), damaged));

            assertThat(inputs.accepted()).as("byte %d", at).containsExactly("set.tar!cat/1.png");
            assertThat(inputs.rejected()).as("byte %d", at).containsExactly("set.tar ARCHIVE_CORRUPT");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU})
    void read_bitFlippedInAnExtendedHeader_saysSo(int longNames) throws IOException {
        byte[] tar = new TestTar(longNames)
                .file("long-class-name/".repeat(12) + "1.png", "one")
                .file("cat/2.png", "two")
                .bytes();
        for (int at :
                IntStream.range(0, 512).filter(at -> at != 154 && at != 155).toArray()) {
            byte[] damaged = tar.clone();
            damaged[at] ^= 1;

            Inputs inputs = Inputs.read(Inputs.SINGLE, Files.write(folder.resolve("set.tar"), damaged));

            assertThat(inputs.rejected()).as("byte %d", at).containsExactly("set.tar ARCHIVE_CORRUPT");
            assertThat(inputs.accepted()).as("byte %d", at).isEmpty();
        }
    }

    @Test
    void read_wrongChecksum_namesThePlace() throws IOException {
        byte[] tar =
                new TestTar().file("cat/1.png", "one").file("cat/2.png", "two").bytes();
        tar[1024] = 'r';

        Inputs inputs = Inputs.read(Inputs.SINGLE, Files.write(folder.resolve("set.tar"), tar));

        assertThat(Inputs.message(inputs.image("set.tar")))
                .contains("header at byte 1024 has a wrong checksum")
                .contains("restore it from a copy");
    }

    /** Programs of old summed the bytes as signed numbers, which differs for names beyond ASCII. */
    @Test
    void read_checksumOfSignedBytes_isRight() throws IOException {
        byte[] tar = new TestTar().file("gr\u00f6\u00dfe/1.png", "one").bytes();
        int header = tar[156] == 'x' ? 1024 : 0;
        byte[] own = Arrays.copyOfRange(tar, header, header + 512);
        byte[] name = "gr\u00f6\u00dfe/1.png".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, own, 0, name.length);
        sealHeader(own, IntStream.range(0, 512).map(i -> own[i]));
        System.arraycopy(own, 0, tar, header, 512);

        Inputs inputs = Inputs.read(Inputs.SINGLE, Files.write(folder.resolve("set.tar"), tar));

        assertThat(inputs.rejected()).isEmpty();
        assertThat(inputs.images.get(0).className()).isEqualTo("gr\u00f6\u00dfe");
    }

    @Test
    void read_longAbsoluteNameBehindALongLinkName_isRejected() throws IOException {
        byte[] absolute = new TestTar(TarArchiveOutputStream.LONGFILE_GNU)
                .file("/" + "long-folder-name/".repeat(12) + "1.png", "evil")
                .bytes();
        byte[] linkName = Arrays.copyOf(absolute, 1024);
        linkName[156] = TarConstants.LF_GNUTYPE_LONGLINK;
        sealHeader(linkName);
        byte[] both = Arrays.copyOf(linkName, linkName.length + absolute.length);
        System.arraycopy(absolute, 0, both, linkName.length, absolute.length);

        Inputs inputs = Inputs.read(Inputs.SINGLE, Files.write(folder.resolve("set.tar"), both));

        assertThat(inputs.accepted()).isEmpty();
        assertThat(inputs.rejected()).hasSize(1).allMatch(line -> line.endsWith("UNSAFE_PATH"));
    }

    @Test
    void read_randomDamage_isAlwaysDeliveredAndNeverThrown() throws IOException {
        byte[] tar = manyEntries().bytes();
        Random random = new Random(5);
        for (int round = 0; round < 150; round++) {
            byte[] damaged = tar.clone();
            for (int i = 0; i < 3; i++) {
                // Headers only: content is not the archive's business.
                int header = random.nextInt(50) * 1024;
                damaged[header + random.nextInt(512)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("set.tar"), damaged);

            Inputs inputs = Inputs.read(Inputs.SINGLE, file);
            UnitSummary summary = inputs.summaries.get(0);
            assertThat(summary.images() + summary.rejected()).isEqualTo(inputs.images.size());
            assertThat(inputs.images).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"set.tar", "set.tar.gz", "set.tgz"})
    void read_archiveByNameOnly_isRejectedWithItsName(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "this was meant to be an archive");

        assertThat(Inputs.read(Inputs.SINGLE, file).rejected()).containsExactly(name + " ARCHIVE_CORRUPT");
    }

    @Test
    void read_emptyArchive_hasNothing() throws IOException {
        Path file = new TestTar().write(folder.resolve("set.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);
        assertThat(inputs.images).isEmpty();
    }

    @Test
    void read_archiveThatDisappears_failsSoThatTheTaskIsRepeated() throws IOException {
        Path file = new TestTar().file("cat/1.png", "one").write(folder.resolve("set.tar"));
        InputListing listing =
                InputListing.list(Inputs.HADOOP, List.of(file.toString()), "auto", Inputs.SINGLE_RULES, 10);
        Files.delete(file);

        assertThatThrownBy(
                        () -> InputReader.read(Inputs.HADOOP, listing.units().get(0), Inputs.SINGLE_RULES, image -> {}))
                .isInstanceOf(IOException.class);
    }

    private static TestTar manyEntries() throws IOException {
        TestTar tar = new TestTar();
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            tar.file("cat/" + i + ".png", Long.toHexString(random.nextLong()).repeat(20));
        }
        return tar;
    }
}
