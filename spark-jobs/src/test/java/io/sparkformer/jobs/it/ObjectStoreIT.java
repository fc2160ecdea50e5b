package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkformer.jobs.it.cluster.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Data and checkpoints on S3, published by conditional creation; with Spark 4.1, whose Hadoop client knows it. */
@Tag("cluster")
class ObjectStoreIT {
    private static ObjectStore store;
    private static Path settings;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(hadoopKnowsConditionalCreation(), "S3 needs the Hadoop client of Spark 4.1");
        store = ObjectStore.start();
        settings = SparkSettings.file(store.sparkSettings());
        TinyProject.data();
        command("prepare-images", "data").run().expect(0);
    }

    @AfterAll
    static void stop() {
        if (store != null) {
            store.close();
        }
    }

    private static boolean hadoopKnowsConditionalCreation() throws IOException {
        try (Stream<Path> jars = Files.list(SparkformerCommand.embeddedSpark().resolve("jars"))) {
            return jars.anyMatch(jar -> jar.getFileName().toString().equals("hadoop-client-api-3.4.2.jar"));
        }
    }

    /** The same shards and the same manifest as on the local disk; the second time there is nothing left to do. */
    @Test
    void prepare_again_publishesNothingAnew() throws IOException {
        List<Path> before = objects("data");

        command("prepare-images", "data").run().expect(0);

        assertThat(objects("data")).isEqualTo(before);
        assertThat(before).anyMatch(file -> file.getFileName().toString().endsWith("-00000001.json"));
    }

    @Test
    void train_driverKilledWhilePublishingACheckpoint_sameHashAfterEveryRound() {
        FaultDrills drills = FaultDrills.at("checkpoint.publish");
        SparkformerCommand train = drills.arm(train("killed"));

        train.run().expect(Ended.KILLED);
        train.run().expect(0);

        TrainingOutput output = new TrainingOutput(store.objects().resolve("killed"));
        output.isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
        WrittenSecrets.expectNone(output.directory(), ObjectStore.CREDENTIAL);
    }

    /** Two runs that do not know of each other write into one place: one wins each checkpoint, and none is mixed. */
    @Test
    void train_twoRunsIntoOnePlace_oneFailsOrBothAgree() {
        Running first = train("shared").start();
        Running second = train("shared").start();
        List<Ended> ended = List.of(first.await(), second.await());

        assertThat(ended).anySatisfy(run -> run.expect(0));
        TrainingOutput output = new TrainingOutput(store.objects().resolve("shared"));
        assertThat(output.newestCheckpoint().orElseThrow().parametersSha256())
                .isEqualTo(TinyProject.undisturbed(TinyProject.PLAIN)
                        .summary("parametersSha256")
                        .asText());
    }

    private static SparkformerCommand train(String name) {
        return command("train", name).set(List.of("data.directory=" + store.uri() + "/data"));
    }

    private static SparkformerCommand command(String command, String output) {
        return SparkformerCommand.of("--properties-file", settings.toString())
                .and(command, TinyProject.experiment(), "--master", "local[2]")
                .and("--output", store.uri() + "/" + output);
    }

    private static List<Path> objects(String name) throws IOException {
        try (Stream<Path> files = Files.walk(store.objects().resolve(name))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("summary.json"))
                    .sorted()
                    .toList();
        }
    }
}
