package io.sparkformer.data.manifest;

import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.RecordSchema;
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
 * @param formatVersion that of its content
 * @param codeVersion of the program that prepared it
 * @param content what the records are, with what is known of all of them
 * @param classes a label is an index into it
 * @param classDescriptions of each class, for people; none at all where nothing but the names is known
 * @param configuration the keys that decided about the content, resolved
 * @param inputs every file that was read
 * @param splits each with its shards
 * @param counts over all splits; of texts they count documents, of which one may become several records
 */
public record Manifest(
        int formatVersion,
        String codeVersion,
        PreparedContent content,
        List<String> classes,
        List<String> classDescriptions,
        Map<String, String> configuration,
        List<InputFile> inputs,
        List<SplitManifest> splits,
        Counts counts) {
    /** The version that this program writes of images. It also reads 1, which it turns into this. */
    public static final int FORMAT_VERSION = 2;

    /** The version that it writes of texts. */
    public static final int TEXT_FORMAT_VERSION = 3;

    /** The version that it writes of texts that were cleaned. */
    public static final int CLEANED_FORMAT_VERSION = 4;

    /** Checks and copies everything. */
    public Manifest {
        if (formatVersion != content.formatVersion()) {
            throw new IllegalArgumentException(
                    "manifest format version " + formatVersion + ", not " + content.formatVersion());
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
        long written = 0;
        for (SplitManifest split : splits) {
            written += split.inputs();
            split.requireLabels(content.schema());
            if (split.samplesPerClass().size() != classes.size()) {
                throw new IllegalArgumentException("split " + split.name() + " counts "
                        + split.samplesPerClass().size() + " classes, there are " + classes.size());
            }
        }
        if (written != counts.written()) {
            throw new IllegalArgumentException(
                    "the splits hold " + written + " samples, the counts say " + counts.written());
        }
        CleaningEntry cleaning = content instanceof TextContent texts ? texts.cleaning() : null;
        long removed = cleaning == null ? 0 : cleaning.documents();
        if (removed != counts.removed()) {
            throw new IllegalArgumentException(
                    "the filters left out " + removed + " documents, the counts say " + counts.removed());
        }
    }

    /** A manifest of images. */
    public Manifest(
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
        this(
                formatVersion,
                codeVersion,
                new ImageContent(schema, statistics),
                classes,
                classDescriptions,
                configuration,
                inputs,
                splits,
                counts);
    }

    /** A manifest of images of classes of which nothing but the names is known. */
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

    /** Of every record. */
    public RecordSchema schema() {
        return content.schema();
    }

    /** Whether the records are texts. */
    public boolean isText() {
        return content instanceof TextContent;
    }

    /**
     * What is known of images.
     *
     * @throws IllegalArgumentException when the records are texts
     */
    public ImageContent images() {
        if (content instanceof ImageContent images) {
            return images;
        }
        throw new IllegalArgumentException(
                "the prepared data hold texts, and images are needed: correct data.directory, or choose a model of texts");
    }

    /**
     * What is known of texts.
     *
     * @throws IllegalArgumentException when the records are images
     */
    public TextContent texts() {
        if (content instanceof TextContent texts) {
            return texts;
        }
        throw new IllegalArgumentException(
                "the prepared data hold images, and texts are needed: correct data.directory, or choose a model of"
                        + " images");
    }

    /** Mean and deviation of the channels of images, see {@link #images()}. */
    public ChannelStatistics statistics() {
        return images().statistics();
    }

    /** The tokenizer of texts, see {@link #texts()}. */
    public TokenizerEntry tokenizer() {
        return texts().tokenizer();
    }

    /** The names of the tags of texts, see {@link #texts()}. */
    public List<String> tags() {
        return texts().tags();
    }

    /** What the training split of texts holds, see {@link #texts()}. */
    public TextStatistics textStatistics() {
        return texts().statistics();
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
