package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.SourceKeys;
import io.sparkformer.data.source.UnitSummary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import scala.Tuple2;

/**
 * What reading came to: all that the driver must know before it can decide what is written where. Made in the tasks,
 * returned in their results (accumulators would count a repeated task twice), merged on the driver; the result does not
 * depend on the order of merging. Costs the driver 8 bytes per image.
 */
final class ReadingReport implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How many rejections are kept word for word: the first by source. */
    static final int KEPT_REJECTIONS = 100;

    private static final Comparator<RejectedInput> BY_SOURCE =
            Comparator.comparing(RejectedInput::source, SourceKeys.UTF8_ORDER);

    private final SortedMap<String, Hashes> hashesOfSplits = new TreeMap<>(SourceKeys.UTF8_ORDER);
    private final SortedMap<String, Long> imagesOfClasses = new TreeMap<>(SourceKeys.UTF8_ORDER);
    private final SortedMap<String, Long> rejectionsOfReasons = new TreeMap<>();
    private final SortedSet<String> classFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
    private final SortedSet<String> filledFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
    private List<RejectedInput> firstRejections = new ArrayList<>();
    private long images;
    private long rejected;
    private long announcedImages;
    private long ignored;

    /** An input that becomes no sample. */
    record RejectedInput(String source, String reason, String message) implements Serializable {}

    /** A report of nothing. */
    ReadingReport() {}

    /** The report of what a decoding task gave. */
    static ReadingReport of(Iterator<Tuple2<byte[], byte[]>> decoded) {
        ReadingReport report = new ReadingReport();
        while (decoded.hasNext()) {
            Tuple2<byte[], byte[]> pair = decoded.next();
            if (UnitDecoder.isSummary(pair)) {
                report.add(TaskBytes.to(UnitSummary.class, pair._2()));
            } else {
                report.add(SampleKey.ofBytes(pair._1()), DecodedInput.ofBytes(pair._2()));
            }
        }
        report.keepFirstRejections();
        return report;
    }

    private void add(SampleKey key, DecodedInput input) {
        for (String name : input.classNames()) {
            imagesOfClasses.merge(name, input instanceof DecodedInput.Pixels ? 1L : 0L, Long::sum);
        }
        if (input instanceof DecodedInput.Rejected refused) {
            rejected++;
            rejectionsOfReasons.merge(refused.reason().name(), 1L, Long::sum);
            firstRejections.add(new RejectedInput(key.source(), refused.reason().name(), refused.message()));
            if (firstRejections.size() >= 2 * KEPT_REJECTIONS) {
                keepFirstRejections();
            }
        } else {
            images++;
            hashesOfSplits.computeIfAbsent(key.split(), split -> new Hashes()).add(key.hash());
        }
    }

    private void add(UnitSummary summary) {
        announcedImages += summary.images() + summary.rejected();
        ignored += summary.ignored();
        classFolders.addAll(summary.classFolders());
        filledFolders.addAll(summary.filledFolders());
    }

    /** Adds another report to this one. */
    ReadingReport merge(ReadingReport other) {
        other.hashesOfSplits.forEach((split, hashes) ->
                hashesOfSplits.computeIfAbsent(split, added -> new Hashes()).addAll(hashes));
        other.imagesOfClasses.forEach((name, count) -> imagesOfClasses.merge(name, count, Long::sum));
        other.rejectionsOfReasons.forEach((name, count) -> rejectionsOfReasons.merge(name, count, Long::sum));
        classFolders.addAll(other.classFolders);
        filledFolders.addAll(other.filledFolders);
        firstRejections.addAll(other.firstRejections);
        keepFirstRejections();
        images += other.images;
        rejected += other.rejected;
        announcedImages += other.announcedImages;
        ignored += other.ignored;
        return this;
    }

    private void keepFirstRejections() {
        firstRejections.sort(BY_SOURCE);
        firstRejections =
                new ArrayList<>(firstRejections.subList(0, Math.min(KEPT_REJECTIONS, firstRejections.size())));
    }

    /** Inputs read: images and rejections. */
    long read() {
        return images + rejected;
    }

    /** Inputs that became samples. */
    long images() {
        return images;
    }

    /** Inputs that did not. */
    long rejected() {
        return rejected;
    }

    /** Inputs that the readers say they delivered; the same as {@link #read} unless some were lost on the way. */
    long announced() {
        return announcedImages;
    }

    /** Hidden and system files in archives. */
    long ignored() {
        return ignored;
    }

    /** Class folders of archives without files. */
    SortedSet<String> emptyClassFolders() {
        SortedSet<String> empty = new TreeSet<>(SourceKeys.UTF8_ORDER);
        empty.addAll(classFolders);
        empty.removeAll(filledFolders);
        return empty;
    }

    /** Every class by name with its images, of which one may be in several; 0 where all inputs of a class were rejected. */
    SortedMap<String, Long> imagesOfClasses() {
        return Collections.unmodifiableSortedMap(imagesOfClasses);
    }

    /** Rejections by the name of their reason. */
    SortedMap<String, Long> rejectionsOfReasons() {
        return Collections.unmodifiableSortedMap(rejectionsOfReasons);
    }

    /** The first rejections by source. */
    List<RejectedInput> firstRejections() {
        return Collections.unmodifiableList(firstRejections);
    }

    /** Images by split. */
    SortedMap<String, Long> imagesOfSplits() {
        SortedMap<String, Long> sizes = new TreeMap<>(SourceKeys.UTF8_ORDER);
        hashesOfSplits.forEach((split, hashes) -> sizes.put(split, (long) hashes.size()));
        return sizes;
    }

    /** Of each split with images, the hashes of its samples, ascending. */
    SortedMap<String, long[]> sortedHashes() {
        SortedMap<String, long[]> sorted = new TreeMap<>(SourceKeys.UTF8_ORDER);
        hashesOfSplits.forEach((split, hashes) -> sorted.put(split, hashes.sorted()));
        return sorted;
    }
}
