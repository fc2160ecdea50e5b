package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.it.cluster.Keystore;
import io.sparkformer.jobs.it.cluster.StandaloneCluster;
import io.sparkformer.jobs.it.cluster.WebClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Everything that Spark can encrypt is: who speaks (authentication), what is said (network crypto), what lies on disk (IO
 * encryption), and the web pages (TLS).
 */
@Tag("cluster")
class SecurityIT {
    private static final String SECRET = "a-secret-that-is-nowhere-to-be-read";

    private static Map<String, String> settings;
    private static StandaloneCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        Keystore store = Keystore.create(Files.createDirectories(TinyProject.newPlace("keys")), SECRET);
        settings = new TreeMap<>(store.sparkSettings());
        settings.put("spark.authenticate", "true");
        settings.put("spark.authenticate.secret", SECRET);
        settings.put("spark.network.crypto.enabled", "true");
        settings.put("spark.io.encryption.enabled", "true");
        cluster = StandaloneCluster.start(
                SparkformerCommand.embeddedSpark(), 2, settings, WebClient.encrypted(store.context()));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void train_everythingEncryptedAndAnExecutorKilled_sameHashAfterEveryRoundAndNoSecretWritten() {
        Path output = TinyProject.newPlace("encrypted");
        FaultDrills drills = FaultDrills.at("train.after-local-steps:round=2:worker=0");

        Ended ended = drills.arm(train(output, settings)).run().expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
        assertThat(ended.output()).doesNotContain(SECRET);
        WrittenSecrets.expectNone(output, SECRET);
    }

    /** Without this the test above would also pass on a cluster that checks nothing. */
    @Test
    void train_withAnotherSecret_isRefused() {
        Path output = TinyProject.newPlace("refused");
        Map<String, String> others = new TreeMap<>(settings);
        others.put("spark.authenticate.secret", "another");

        train(output, others).run().expect(1);

        assertThat(new TrainingOutput(output).hashes()).isEmpty();
    }

    private static SparkformerCommand train(Path output, Map<String, String> sparkSettings) {
        TinyProject.data();
        List<String> options = List.of(
                "--executor-memory",
                "1g",
                "--properties-file",
                SparkSettings.file(sparkSettings).toString());
        return TinyProject.command(options, "train", cluster.url(), output).with("SPARK_LOCAL_IP", "127.0.0.1");
    }
}
