package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.storage.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** prepare-images dies by signal 9: nothing half-done is ever valid, and the same command makes the same data. */
class PreparationKillIT {
    @Test
    void prepare_killedAtEveryPointOneAfterTheOther_sameDataInTheEnd() throws IOException {
        // One task at a time: between the signal and the end another task would come to its own drill.
        killEachAndFinish("prepare.write-shard:shard=1", "prepare.publish-shard:shard=2", "prepare.publish-manifest");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepare.write-shard:shard=0",
                "prepare.write-shard:shard=2",
                "prepare.publish-shard:shard=0",
                "prepare.publish-shard:shard=1"
            })
    void prepare_killedOnce_sameDataInTheEnd(String drill) throws IOException {
        killEachAndFinish(drill);
    }

    @Tag("slow")
    @Test
    void prepare_executorsKilled_sameDataWithoutRestart() throws IOException {
        Path output = TinyProject.newPlace("prepared");
        FaultDrills drills = FaultDrills.at("prepare.write-shard:shard=0", "prepare.publish-shard:shard=1");

        drills.arm(TinyProject.command("prepare-images", "local-cluster[2,1,1024]", output))
                .run()
                .expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        expectSameData(output);
    }

    private static void killEachAndFinish(String... points) throws IOException {
        Path output = TinyProject.newPlace("prepared");
        FaultDrills drills = FaultDrills.at(points);
        Path work = Files.createDirectories(TinyProject.newPlace("work"));
        SparkformerCommand prepare = drills.arm(TinyProject.command("prepare-images", "local[1]", output))
                .with("SPARKFORMER_WORK_DIR", work.toString());
        for (int kills = 1; kills <= points.length; kills++) {
            prepare.run().expect(Ended.KILLED);
            assertThat(drills.struck()).hasSize(kills);
            assertThat(PreparedData.openIfPresent(new Configuration(), output.toString()))
                    .isEmpty();
            // Every shard under its final name is whole: the name is its hash.
            assertThat(shards(output))
                    .allSatisfy((name, hash) -> assertThat(name).contains(hash.substring(0, 16)));
        }

        prepare.run().expect(0).says("read 96 = written 96 + rejected 0");

        awaitEmpty(work);
        expectSameData(output);
    }

    /** Decoded images wait on the disk: those of a process that was killed must not stay there. */
    @Test
    void prepare_killed_leavesNothingOfItsOwnOnTheDisk() throws IOException {
        Path output = TinyProject.newPlace("prepared");
        Path work = Files.createDirectories(TinyProject.newPlace("work"));
        SparkformerCommand prepare = FaultDrills.at("prepare.write-shard:shard=1", "prepare.publish-shard:shard=1")
                .arm(TinyProject.command("prepare-images", "local[1]", output))
                .with("SPARKFORMER_WORK_DIR", work.toString());

        prepare.run().expect(Ended.KILLED);
        awaitEmpty(work);

        prepare.with("SPARKFORMER_KEEP_WORK", "1").run().expect(Ended.KILLED);
        try (Stream<Path> files = Files.walk(work)) {
            assertThat(files.map(file -> file.getFileName().toString())).anyMatch(name -> name.startsWith("blockmgr-"));
        }
    }

    /** The wrapper sweeps when the process has ended, a moment later. */
    private static void awaitEmpty(Path directory) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!isEmpty(directory) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        assertThat(directory).isEmptyDirectory();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static void expectSameData(Path output) throws IOException {
        assertThat(manifest(output)).isEqualTo(manifest(TinyProject.data()));
        assertThat(shards(output)).isEqualTo(shards(TinyProject.data())).hasSize(3);
        PreparedData.open(new Configuration(), output.toString()).verify();
        try (Stream<Path> files = Files.list(output)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "configuration.json", "manifest-00000001.json", "shards", "summary.json");
        }
    }

    private static Manifest manifest(Path output) throws IOException {
        return PreparedData.open(new Configuration(), output.toString()).manifest();
    }

    /** SHA-256 of each shard. */
    private static Map<String, String> shards(Path output) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        Path folder = output.resolve("shards");
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    if (file.toString().endsWith(".shard")) {
                        hashes.put(file.getFileName().toString(), Checksums.sha256Hex(Files.readAllBytes(file)));
                    }
                }
            }
        }
        return hashes;
    }
}
