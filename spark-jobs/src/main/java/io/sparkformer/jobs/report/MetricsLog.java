package io.sparkformer.jobs.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of a training run, {@code metrics.jsonl}: one JSON object per round and per evaluation, after a first one
 * with the version of the format.
 *
 * <p>The file is rewritten as a whole and replaced at once: object stores cannot append, and a run that is killed leaves
 * the last complete file. A run has a few thousand rounds at most, so the whole stays small.
 */
public final class MetricsLog implements Closeable {
    /** The file's name in a job's output directory. */
    public static final String FILE = "metrics.jsonl";

    /** The version that this program writes. Version 1 was without the first line that says so. */
    public static final int FORMAT_VERSION = 2;

    private static final String TYPE = "event";
    private static final String FORMAT = "format";
    private static final String VERSION = "version";

    private static final ObjectMapper JSON = new ObjectMapper().addMixIn(MetricsEvent.class, EventTypes.class);

    private final OutputDirectory output;
    private final List<MetricsEvent> events;

    private MetricsLog(OutputDirectory output, List<MetricsEvent> events) {
        this.output = output;
        this.events = events;
    }

    /**
     * Opens the metrics of a run.
     *
     * @param output the run's directory
     * @param lastRound the round of the checkpoint the run continues from, 0 for a new run; what was logged later is
     *     dropped, for it happens again
     * @throws IOException when the file cannot be read; it then names the file and the line
     */
    public static MetricsLog open(OutputDirectory output, long lastRound) throws IOException {
        List<MetricsEvent> events = new ArrayList<>();
        for (MetricsEvent event : read(output)) {
            if (event.round() <= lastRound) {
                events.add(event);
            }
        }
        return new MetricsLog(output, events);
    }

    /** All events in the file; none when there is no file. */
    public static List<MetricsEvent> read(OutputDirectory output) throws IOException {
        byte[] content = output.read(FILE).orElse(new byte[0]);
        List<MetricsEvent> events = new ArrayList<>();
        int number = 0;
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            try {
                JsonNode json = JSON.readTree(line);
                if (number == 1 && json.path(TYPE).asText().equals(FORMAT)) {
                    requireKnown(json.path(VERSION).asInt(), output);
                } else {
                    events.add(JSON.treeToValue(json, MetricsEvent.class));
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new IOException(output.resolve(FILE) + ", line " + number + ": is no metric. Remove the file", e);
            }
        }
        return events;
    }

    private static void requireKnown(int version, OutputDirectory output) throws IOException {
        if (version < 1 || version > FORMAT_VERSION) {
            throw new IOException(output.resolve(FILE) + " has metrics format version " + version
                    + ", this program reads versions 1 to " + FORMAT_VERSION
                    + ": use the program that wrote it, or move the file away");
        }
    }

    /** Adds an event; it is in the file after the next {@link #flush}. */
    public synchronized void add(MetricsEvent event) {
        events.add(event);
    }

    /** Drops what was logged of later rounds, which are going to happen again. */
    public synchronized void dropAfter(long lastRound) {
        events.removeIf(event -> event.round() > lastRound);
    }

    /** All events of the run so far. */
    public synchronized List<MetricsEvent> events() {
        return List.copyOf(events);
    }

    /** Writes the file. */
    public synchronized void flush() throws IOException {
        StringBuilder lines = new StringBuilder();
        lines.append(JSON.createObjectNode().put(TYPE, FORMAT).put(VERSION, FORMAT_VERSION))
                .append('\n');
        for (MetricsEvent event : events) {
            lines.append(JSON.writerFor(MetricsEvent.class).writeValueAsString(event))
                    .append('\n');
        }
        output.writeAtomically(FILE, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    /** How Jackson tells the events apart. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = MetricsLog.TYPE)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RoundEvent.class, name = "round"),
        @JsonSubTypes.Type(value = EvaluationEvent.class, name = "evaluation")
    })
    private interface EventTypes {}
}
