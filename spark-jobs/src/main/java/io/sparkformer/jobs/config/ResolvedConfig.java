package io.sparkformer.jobs.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A bound configuration and where it came from.
 *
 * <p>Every form in which it is stored is made from the bound records, not from the files: it holds each key once, with
 * the value that is used.
 */
public final class ResolvedConfig {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final ExperimentConfig experiment;
    private final List<String> provenance;

    /**
     * Holds an experiment.
     *
     * @param experiment the bound records
     * @param provenance the file and the {@code --set} pairs it was made from
     */
    public ResolvedConfig(ExperimentConfig experiment, List<String> provenance) {
        this.experiment = experiment;
        this.provenance = List.copyOf(provenance);
    }

    /** The bound records. */
    public ExperimentConfig experiment() {
        return experiment;
    }

    /** The file and the {@code --set} pairs, secrets redacted. */
    public List<String> provenance() {
        return provenance;
    }

    /** The format's version, then every key with its value in the order of the records, secrets redacted. Binds again. */
    public String toJson() {
        try {
            Map<String, @Nullable Object> stored = new LinkedHashMap<>();
            stored.put(StoredFormat.KEY, StoredFormat.VERSION);
            stored.putAll(RecordRenderer.tree(experiment));
            return JSON.writeValueAsString(stored);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every key with its value as HOCON, secrets redacted. Binds again. */
    public String toHocon() {
        ConfigRenderOptions options =
                ConfigRenderOptions.defaults().setJson(false).setOriginComments(false);
        return ConfigFactory.parseString(toJson()).root().render(options);
    }

    /** The keys that decide the bits of {@code job}'s result, and their values as text. */
    public SortedMap<String, String> numericKeys(JobName job) {
        SortedMap<String, String> keys = new TreeMap<>(RecordRenderer.numericKeys(experiment));
        keys.keySet().removeIf(key -> !job.sections().contains(key.replaceFirst("\\..*", "")));
        return keys;
    }

    /** The numeric keys whose values differ, in the order of their names. */
    public static List<KeyDifference> numericDifferences(Map<String, String> stored, Map<String, String> now) {
        TreeSet<String> keys = new TreeSet<>(stored.keySet());
        keys.addAll(now.keySet());
        List<KeyDifference> differences = new ArrayList<>();
        for (String key : keys) {
            if (!Objects.equals(stored.get(key), now.get(key))) {
                differences.add(new KeyDifference(key, stored.get(key), now.get(key)));
            }
        }
        return differences;
    }
}
