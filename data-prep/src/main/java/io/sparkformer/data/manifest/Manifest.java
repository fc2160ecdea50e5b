package io.sparkformer.data.manifest;

import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.source.InputFile;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything about one version of a prepared directory; JSON on disk. The constructor checks that all numbers agree.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param codeVersion of the program that prepared it
 * @param schema of every record
 * @param classes a label is an index into it
 * @param classDescriptions of each class, for people; none at all where nothing but the names is known
 * @param statistics of the training split
 * @param configuration the keys that decided about the content, resolved
 * @param inputs every file that was read
 * @param splits each with its shards
 * @param counts over all splits
 */
public record Manifest(
        int formatVersion,
        String codeVersion,
        ImageSchema schema,
        List<String> classes,
        List<String> classDescriptions,
        ChannelStatistics statistics,
        Map<String, String> configuration,
        List<InputFile> inputs,
        List<SplitManifest> splits,
        Counts counts) {
    /** The version that this program writes. It also reads 1, which it turns into this. */
    public static final int FORMAT_VERSION = 2;

    /** Checks and copies everything. */
    public Manifest {
        if (formatVersion != FORMAT_VERSION) {
            throw new IllegalArgumentException("manifest format version " + formatVersion + ", not " + FORMAT_VERSION);
        }
        classes = List.copyOf(classes);
        classDescriptions = List.copyOf(classDescriptions);
        configuration = Collections.unmodifiableMap(new TreeMap<>(configuration));
        inputs = List.copyOf(inputs);
        splits = List.copyOf(splits);
        requireDistinct("class", classes);
        if (!classDescriptions.isEmpty() && classDescriptions.size() != classes.size()) {
            throw new IllegalArgumentException(
                    classDescriptions.size() + " descriptions of " + classes.size() + " classes");
        }
        requireDistinct("split", splits.stream().map(SplitManifest::name).toList());
        if (statistics.mean().size() != schema.channels()) {
            throw new IllegalArgumentException(
                    "statistics of " + statistics.mean().size() + " channels for images of " + schema.channels());
        }
        long written = 0;
        for (SplitManifest split : splits) {
            written += split.samples();
            split.requireLabels(schema.maxLabels());
            if (split.samplesPerClass().size() != classes.size()) {
                throw new IllegalArgumentException("split " + split.name() + " counts "
                        + split.samplesPerClass().size() + " classes, there are " + classes.size());
            }
        }
        if (written != counts.written()) {
            throw new IllegalArgumentException(
                    "the splits hold " + written + " samples, the counts say " + counts.written());
        }
    }

    /** A manifest of classes of which nothing but the names is known. */
    public Manifest(
            int formatVersion,
            String codeVersion,
            ImageSchema schema,
            List<String> classes,
            ChannelStatistics statistics,
            Map<String, String> configuration,
            List<InputFile> inputs,
            List<SplitManifest> splits,
            Counts counts) {
        this(formatVersion, codeVersion, schema, classes, List.of(), statistics, configuration, inputs, splits, counts);
    }

    private static void requireDistinct(String what, List<String> names) {
        if (new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("a " + what + " occurs twice in " + names);
        }
    }

    /** The split of a name. */
    public Optional<SplitManifest> split(String name) {
        return splits.stream().filter(split -> split.name().equals(name)).findFirst();
    }

    /** Its JSON; the same manifest gives the same bytes. */
    public byte[] toJson() {
        return ManifestJson.write(this);
    }

    /**
     * From JSON.
     *
     * @throws IllegalArgumentException when it is no manifest, of another version, or does not agree with itself
     */
    public static Manifest fromJson(byte[] json) {
        return ManifestJson.read(json);
    }
}
