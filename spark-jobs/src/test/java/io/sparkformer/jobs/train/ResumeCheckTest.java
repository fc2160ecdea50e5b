package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.runtime.TinyExperiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeCheckTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // below
    private PreparedData data;

    @SuppressWarnings("NullAway.Init") // below
    private CheckpointHeader stored;

    @BeforeEach
    void beginRun() throws IOException {
        data = new TinyData(1, 3).write(directory.resolve("data"), Map.of("train", 20, "tune", 5));
        TrainingSetup setup = TrainingSetup.of(data);
        stored = CheckpointHeader.of(setup.identity(), setup.start(), TrainingSetup.state(setup.start()));
    }

    @ParameterizedTest
    @CsvSource({
        "seed, 1, 2",
        "training.workers, 2, 3",
        "training.local-steps, 2, 4",
        "training.batch-size, 4, 8",
        "training.micro-batches, 1, 2",
        "training.epochs, 2, 3",
        "training.schedule.learning-rate, 0.001, 0.002",
        "training.optimizer-state, average, keep",
        "training.outer.type, average, nesterov",
        "training.ema-decay, 0.0, 0.9",
        "training.layer-decay, 1.0, 0.7",
        "training.init.head, auto, new",
        "model.layer-norm-epsilon, 1.0E-6, 1.0E-12",
        "model.width, 8, 16",
        "model.dropout, 0.1, 0.2",
        "augmentation.flip, true, false",
        "data.window-blocks, 16, 8"
    })
    void require_changedNumericKey_namesKeyAndBothValues(String key, String before, String after) {
        assertThatThrownBy(() -> resume(data, key + "=" + after))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(key + " was " + before)
                .hasMessageContaining("is " + after + " now");
    }

    @Test
    void require_severalChangedKeys_namesAll() {
        assertThatThrownBy(() -> resume(data, "seed=7", "training.workers=9"))
                .hasMessageContaining("seed was 1")
                .hasMessageContaining("training.workers was 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "output=elsewhere",
                "training.checkpoint-every-rounds=1",
                "training.evaluate-every-rounds=3",
                "training.keep-checkpoints=9",
                "training.max-minutes=1",
                "training.max-rounds=5",
                "evaluation.batch-size=3",
                "prepare.files-per-task=7",
                "baseline.max-iterations=3"
            })
    void require_changedOperationalKey_goesOn(String setting) {
        assertThatCode(() -> resume(data, setting)).doesNotThrowAnyException();
    }

    /** Of a version that did not know the keys yet, which had what are their defaults now. */
    @Test
    void require_checkpointOlderThanAKey_hadItsDefault() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode old = json.valueToTree(stored);
        ((ObjectNode) old.get("numericKeys")).remove(List.of("training.layer-decay", "training.freeze"));
        ObjectNode configuration = (ObjectNode) json.readTree(stored.configuration());
        ((ObjectNode) configuration.get("training")).remove(List.of("layer-decay", "freeze"));
        old.put("configuration", configuration.toString());
        old.remove("initialization");
        stored = json.treeToValue(old, CheckpointHeader.class);

        assertThatCode(() -> resume(data)).doesNotThrowAnyException();
        assertThatThrownBy(() -> resume(data, "training.layer-decay=0.5"))
                .hasMessageContaining("training.layer-decay was 1.0");
    }

    @Test
    void require_sameDataElsewhere_goesOn() throws IOException {
        PreparedData copy = new TinyData(1, 3).write(directory.resolve("copy"), Map.of("train", 20, "tune", 5));

        assertThatCode(() -> resume(copy)).doesNotThrowAnyException();
    }

    @Test
    void require_otherData_namesBothHashesAndTheDirectory() throws IOException {
        PreparedData other = new TinyData(2, 3).write(directory.resolve("other"), Map.of("train", 20, "tune", 5));

        assertThatThrownBy(() -> resume(other))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(data.contentSha256())
                .hasMessageContaining(other.contentSha256())
                .hasMessageContaining(directory.resolve("other").toString());
    }

    private void resume(PreparedData found, String... settings) {
        ResumeCheck.require(stored, TinyExperiment.on(found, settings), found);
    }
}
