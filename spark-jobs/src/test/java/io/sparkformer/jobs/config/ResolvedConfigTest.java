package io.sparkformer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolvedConfigTest {
    private static ResolvedConfig load(String... pairs) {
        return ConfigLoader.load(null, List.of(pairs), JobName.INSPECT);
    }

    @Test
    void toJson_anyConfiguration_holdsEveryKeyOnce() {
        String json = load("training.optimizer.type=sgd").toJson();
        assertThat(json)
                .contains("\"output\" : \"\"", "\"classes\" : null", "\"type\" : \"sgd\"", "\"momentum\" : 0.9")
                .doesNotContain("beta1");
    }

    @Test
    void toHocon_anyConfiguration_saysTheSameAsJson() {
        ResolvedConfig config = load("prepare.inputs=[\"a b\", \"c\"]", "model.width=96", "model.heads=3");
        assertThat(ConfigFactory.parseString(config.toHocon())).isEqualTo(ConfigFactory.parseString(config.toJson()));
    }

    @Test
    void toJson_secretsInAddresses_areRedacted() {
        ResolvedConfig config =
                load("output=s3a://AKIA:hunter2@bucket/run", "prepare.inputs=[\"hdfs://user:pw@host/a\", \"/plain\"]");
        assertThat(config.toJson())
                .contains("s3a://(redacted)@bucket/run", "hdfs://(redacted)@host/a", "/plain")
                .doesNotContain("hunter2", "AKIA", "user:pw");
        assertThat(config.provenance().toString()).doesNotContain("hunter2", "user:pw");
        assertThat(config.experiment().output()).as("the job itself needs it").contains("hunter2");
    }

    @Test
    void redaction_keysOfSecrets_hideTheirValues() {
        for (String key : List.of("fs.s3a.secret.key", "access-key-id", "db-password", "api-key", "auth-token")) {
            assertThat(Redaction.ofValue(key, "hunter2")).as(key).isEqualTo("(redacted)");
        }
        assertThat(Redaction.ofValue("training.batch-size", "32")).isEqualTo("32");
    }

    @Test
    void numericKeys_ofTraining_leaveOutWhatCannotChangeTheBits() {
        assertThat(load().numericKeys(JobName.TRAIN))
                .containsEntry("seed", "1")
                .containsEntry("training.batch-size", "32")
                .containsEntry("training.optimizer.type", "adamw")
                .containsEntry("training.optimizer.beta1", "0.9")
                .containsEntry("training.outer.type", "average")
                .containsEntry("model.classes", "null")
                .doesNotContainKeys(
                        "output",
                        "data.directory",
                        "data.tune",
                        "training.max-rounds",
                        "training.checkpoint-every-rounds",
                        "prepare.image-size",
                        "evaluation.use-ema");
    }

    @Test
    void numericKeys_ofPreparation_areItsOwnOnly() {
        assertThat(load().numericKeys(JobName.PREPARE_IMAGES).keySet())
                .contains("prepare.image-size", "prepare.fractions")
                .allMatch(key -> key.startsWith("prepare."));
    }

    @Test
    void numericDifferences_changedKeys_nameBothValues() {
        Map<String, String> stored = load("training.outer.type=nesterov").numericKeys(JobName.TRAIN);
        Map<String, String> now = load("training.batch-size=64", "training.max-rounds=3", "output=x")
                .numericKeys(JobName.TRAIN);
        List<KeyDifference> differences = ResolvedConfig.numericDifferences(stored, now);
        assertThat(KeyDifference.describe(differences).lines())
                .containsExactly(
                        "training.batch-size was 32 when the run began, and is 64 now",
                        "training.outer.learning-rate was 0.7 when the run began, and does not exist now",
                        "training.outer.momentum was 0.9 when the run began, and does not exist now",
                        "training.outer.type was nesterov when the run began, and is average now");
    }

    @Test
    void numericDifferences_sameExperiment_areNone() {
        Map<String, String> keys = load("training.schedule.learning-rate=1e-3").numericKeys(JobName.TRAIN);
        Map<String, String> again =
                load("training.schedule.learning-rate=0.001").numericKeys(JobName.TRAIN);
        assertThat(ResolvedConfig.numericDifferences(keys, again)).isEmpty();
    }
}
