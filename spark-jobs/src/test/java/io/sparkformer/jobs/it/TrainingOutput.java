package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.jobs.train.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * What a training run has written.
 *
 * @param directory its output
 */
public record TrainingOutput(Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ROUND = Pattern.compile("\"event\":\"round\".*\n");

    /** Hash of the parameters after each round so far. */
    public List<String> hashes() {
        List<String> hashes = new ArrayList<>();
        for (JsonNode round : rounds()) {
            hashes.add(round.get("parametersHash").asText());
        }
        return hashes;
    }

    /** How many rounds a run has written that may be writing the next one now. */
    public int roundsSoFar() {
        Path metrics = directory.resolve("metrics.jsonl");
        try {
            String text = Files.exists(metrics) ? Files.readString(metrics) : "";
            return (int) ROUND.matcher(text).results().count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<JsonNode> rounds() {
        Path metrics = directory.resolve("metrics.jsonl");
        try {
            List<JsonNode> rounds = new ArrayList<>();
            for (String line : Files.exists(metrics) ? Files.readAllLines(metrics) : List.<String>of()) {
                JsonNode event = JSON.readTree(line);
                if (event.get("event").asText().equals("round")) {
                    assertThat(event.get("round").asLong()).isEqualTo(rounds.size() + 1L);
                    rounds.add(event);
                }
            }
            return rounds;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A field of summary.json. */
    public JsonNode summary(String field) {
        try {
            JsonNode value =
                    JSON.readTree(directory.resolve("summary.json").toFile()).get(field);
            assertThat(value).as(field).isNotNull();
            return value;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Its newest checkpoint; every one must be whole. */
    public Optional<Checkpoint> newestCheckpoint() {
        try {
            return new CheckpointStore(FileSystem.getLocal(new Configuration()), hadoop(checkpoints()))
                    .newest(warning -> {
                        throw new AssertionError(warning);
                    });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Where they are. */
    public Path checkpoints() {
        return directory.resolve(CheckpointStore.DIRECTORY);
    }

    private static org.apache.hadoop.fs.Path hadoop(Path path) {
        return new org.apache.hadoop.fs.Path(path.toString());
    }

    /** Fails unless every round and the end are, bit for bit, those of the other run. */
    public void isTheSameAs(TrainingOutput other) {
        assertThat(other.hashes()).hasSizeGreaterThan(2);
        assertThat(hashes()).isEqualTo(other.hashes());
        for (String field : List.of("parametersSha256", "rounds", "samples", "tuneLoss", "tuneTop1")) {
            assertThat(summary(field)).as(field).isEqualTo(other.summary(field));
        }
        assertThat(newestCheckpoint().orElseThrow().parametersSha256())
                .isEqualTo(summary("parametersSha256").asText());
    }

    /** Fails unless the rounds so far are those of the other run. */
    public void isTheBeginningOf(TrainingOutput other) {
        List<String> hashes = hashes();
        assertThat(hashes).isEqualTo(other.hashes().subList(0, hashes.size()));
    }
}
