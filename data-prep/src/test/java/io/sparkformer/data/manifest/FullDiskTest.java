package io.sparkformer.data.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.storage.PublicationListener;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process whose files cannot grow: the operating system itself refuses the write. */
class FullDiskTest {
    private static final Configuration HADOOP = new Configuration(false);
    private static final int LIMIT_KILOBYTES = 512;

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void publish_systemRefusesTheWrite_failsAndLeavesTheOldVersion(@TempDir Path folder) throws Exception {
        String directory = folder.resolve("prepared").toString();
        Manifest before = PreparedFiles.shards(directory, "train", 3);
        PreparedData.publish(HADOOP, directory, 1, before, PublicationListener.NONE);

        Path log = folder.resolve("log");
        int exit = run(directory, log);

        assertThat(exit).as(Files.readString(log)).isEqualTo(3);
        assertThat(Files.readString(log)).contains("File too large");
        assertThat(PreparedData.open(HADOOP, directory).manifest()).isEqualTo(before);
        try (Stream<Path> shards = Files.list(folder.resolve("prepared/shards"))) {
            assertThat(shards.filter(file -> file.toString().endsWith(".shard")))
                    .hasSize(1);
        }
    }

    private static int run(String directory, Path log) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                "bash",
                "-c",
                "ulimit -f " + LIMIT_KILOBYTES + " && exec \"$0\" \"$@\"",
                java,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                directory);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(log.toString()))
                .start();
        return process.waitFor();
    }

    /** What the process does: a second version, larger than its files may be. */
    public static final class Main {
        private Main() {}

        /** Exits with 3 when a write fails. */
        public static void main(String[] arguments) {
            try {
                Manifest manifest = PreparedFiles.shards(arguments[0], "train", 3, 2000);
                PreparedData.publish(HADOOP, arguments[0], 2, manifest, PublicationListener.NONE);
            } catch (IOException failure) {
                System.out.println(failure);
                System.exit(3);
            }
        }
    }
}
