package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of an archive cost a few bytes each: the process that reads a million of them has 96 MiB. */
class ManyMembersTest {
    private static final String TASK = Long.toString(64 << 20);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"folders", "webdataset"})
    void read_archive_givesEveryImage(String format) throws Exception {
        assertRead(format, 20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folders", "webdataset"})
    @Tag("slow")
    void read_archiveOfAMillion_givesEveryImage(String format) throws Exception {
        assertRead(format, 1_000_000);
    }

    private void assertRead(String format, int members) throws IOException, InterruptedException {
        Path file = directory.resolve("many.tar");
        ManyMembers.write(file, format, members);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyMembers.class.getName(),
                        file.toString(),
                        format,
                        TASK)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        Files.delete(file);
        assertThat(output).endsWith(Integer.toString(format.equals("webdataset") ? members / 2 : members));
    }
}
