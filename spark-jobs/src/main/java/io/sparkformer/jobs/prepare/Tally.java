package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.CleaningEntry;
import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.source.ClassIndex;
import io.sparkformer.data.source.ClassOrder;
import io.sparkformer.data.source.SourceKeys;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the version that is being made holds: what the run has read, and what it was prepared from before if that stays.
 *
 * @param samplesOfClasses in the order of the labels; a label is a place in it
 * @param samplesOfSplits splits with samples
 * @param counts over everything
 * @param removed documents that filters left out, by filter
 * @param emptyClassFolders class folders without files
 */
record Tally(
        SortedMap<String, Long> samplesOfClasses,
        SortedMap<String, Long> samplesOfSplits,
        Counts counts,
        SortedMap<String, Long> removed,
        SortedSet<String> emptyClassFolders) {

    /**
     * Adds up.
     *
     * @param kept the version whose shards stay; null if none do
     * @param report what was read now
     * @param inputs what there is
     * @param index the list of classes; if there is one, all of them are classes, with or without samples
     */
    static Tally of(@Nullable Manifest kept, ReadingReport report, Inputs inputs, ClassIndex index) {
        SortedMap<String, Long> classes =
                new TreeMap<>(index.isPresent() ? ClassOrder.listed(index) : inputs.classOrder());
        index.keys().forEach(key -> classes.put(key, 0L));
        SortedMap<String, Long> splits = new TreeMap<>(SourceKeys.UTF8_ORDER);
        SortedSet<String> emptyFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
        emptyFolders.addAll(inputs.emptyClassFolders());
        emptyFolders.addAll(report.emptyClassFolders());
        emptyFolders.stream()
                .map(Tally::lastName)
                .filter(name -> !index.isPresent() || classes.containsKey(name))
                .forEach(name -> classes.put(name, 0L));
        report.samplesOfClasses().forEach((name, images) -> classes.merge(name, images, Long::sum));
        splits.putAll(report.samplesOfSplits());
        Counts counts = new Counts(
                report.read(),
                report.samples(),
                report.rejected(),
                report.removed(),
                inputs.ignored() + report.ignored());
        SortedMap<String, Long> removed = new TreeMap<>(report.accounts().removed());
        if (kept != null) {
            removed(kept).forEach((filter, documents) -> removed.merge(filter, documents, Long::sum));
            samplesOfClasses(kept).forEach((name, samples) -> classes.merge(name, samples, Long::sum));
            kept.splits().forEach(split -> splits.merge(split.name(), split.inputs(), Long::sum));
            // Hidden files of folders were counted when these were read first.
            counts = new Counts(
                    kept.counts().read() + report.read(),
                    kept.counts().written() + report.samples(),
                    kept.counts().rejected() + report.rejected(),
                    kept.counts().removed() + report.removed(),
                    kept.counts().ignored() + report.ignored());
        }
        return new Tally(classes, splits, counts, removed, emptyFolders);
    }

    private static Map<String, Long> removed(Manifest manifest) {
        CleaningEntry cleaning = manifest.isText() ? manifest.texts().cleaning() : null;
        return cleaning == null ? Map.of() : cleaning.removed();
    }

    private static Map<String, Long> samplesOfClasses(Manifest manifest) {
        Map<String, Long> samples = new TreeMap<>();
        // How often a tag occurs is not kept, only that it does.
        tags(manifest).forEach(tag -> samples.put(tag, 1L));
        for (int label = 0; label < manifest.classes().size(); label++) {
            long sum = 0;
            for (SplitManifest split : manifest.splits()) {
                sum += split.samplesPerClass().get(label);
            }
            samples.put(manifest.classes().get(label), sum);
        }
        return samples;
    }

    private static List<String> tags(Manifest manifest) {
        return manifest.isText() ? manifest.tags() : List.of();
    }

    /** The names that labels or tags of a version are indices into. */
    static List<String> names(Manifest manifest) {
        return tags(manifest).isEmpty() ? manifest.classes() : tags(manifest);
    }

    /** Of {@code input/train/cat}, {@code archive.tar!train/cat} or {@code archive.tar!cat}; a name may hold a mark. */
    private static String lastName(String folder) {
        int slash = folder.lastIndexOf('/');
        return folder.substring((slash >= 0 ? slash : folder.indexOf('!')) + 1);
    }

    /** The names of the classes, or of the tags; a label is an index into it. */
    List<String> classes() {
        return List.copyOf(samplesOfClasses.keySet());
    }
}
