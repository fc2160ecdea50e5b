package io.sparkformer.jobs.it.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What Spark itself has seen of a fault, by the events that it writes for its history server: a fault that nobody noticed proves
 * nothing.
 *
 * @param directory of the logs of all applications of one case
 */
record EventLog(Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Predicate<JsonNode>> COUNTED = counted();

    private static Map<String, Predicate<JsonNode>> counted() {
        Map<String, Predicate<JsonNode>> counted = new LinkedHashMap<>();
        counted.put("executors lost", event -> is(event, "SparkListenerExecutorRemoved"));
        counted.put("lost tasks", event -> endedBy(event, "ExecutorLostFailure"));
        counted.put("fetch failures", event -> endedBy(event, "FetchFailed"));
        counted.put("failed tasks", event -> endedBy(event, "ExceptionFailure"));
        counted.put(
                "speculative tasks",
                event -> is(event, "SparkListenerTaskStart")
                        && event.path("Task Info").path("Speculative").asBoolean());
        return counted;
    }

    private static boolean is(JsonNode event, String name) {
        return event.path("Event").asText().equals(name);
    }

    private static boolean endedBy(JsonNode event, String reason) {
        return is(event, "SparkListenerTaskEnd")
                && event.path("Task End Reason").path("Reason").asText().equals(reason);
    }

    /** What Spark is told, so that it writes them. */
    List<String> sparkSettings() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(
                "spark.eventLog.enabled=true",
                "spark.eventLog.compress=false",
                "spark.eventLog.rolling.enabled=false",
                "spark.eventLog.dir=file://" + directory);
    }

    /** How often something has happened so far; the name is one of those in {@link #toString}. */
    int count(String name) {
        return (int) events().stream().filter(COUNTED.get(name)).count();
    }

    /** Everything that has happened, with its number. */
    @Override
    public String toString() {
        List<JsonNode> events = events();
        List<String> seen = new ArrayList<>();
        COUNTED.forEach((name, predicate) -> {
            long count = events.stream().filter(predicate).count();
            if (count > 0) {
                seen.add(count + " " + name);
            }
        });
        return String.join(", ", seen);
    }

    private List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                // The last line of a driver that was killed, or is still at work, may be a part of one.
                String text = Files.readString(file);
                for (String line :
                        text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                    events.add(JSON.readTree(line));
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
