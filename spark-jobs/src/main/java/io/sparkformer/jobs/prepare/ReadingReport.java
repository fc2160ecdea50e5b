package io.sparkformer.jobs.prepare;

import io.sparkformer.data.account.DocumentAccounts;
import io.sparkformer.data.account.Example;
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
 * depend on the order of merging. Costs the driver 8 bytes per image, a few megabytes for any number of documents, and a few
 * numbers per file of texts.
 */
final class ReadingReport implements Serializable {
    private static final long serialVersionUID = 1L;

    /** How many rejections are kept word for word: the first by source. */
    static final int KEPT_REJECTIONS = 100;

    private static final Comparator<RejectedInput> BY_SOURCE =
            Comparator.comparing(RejectedInput::source, SourceKeys.UTF8_ORDER);

    private final boolean exact;
    private final SortedMap<String, SampleHashes> hashesOfSplits = new TreeMap<>(SourceKeys.UTF8_ORDER);
    private final SortedMap<String, Long> samplesOfClasses = new TreeMap<>(SourceKeys.UTF8_ORDER);
    private final SortedMap<String, Long> rejectionsOfReasons = new TreeMap<>();
    private final SortedSet<String> classFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
    private final SortedSet<String> filledFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
    private List<RejectedInput> firstRejections = new ArrayList<>();
    private final DocumentAccounts accounts = new DocumentAccounts();
    private long samples;
    private long rejected;
    private long removed;
    private long announcedSamples;
    private long ignored;

    /** An input that becomes no sample. */
    record RejectedInput(String source, String reason, String message) implements Serializable {}

    /**
     * A report of nothing.
     *
     * @param exact whether shards must be full
     */
    ReadingReport(boolean exact) {
        this.exact = exact;
    }

    /** The report of what a decoding task gave. */
    static ReadingReport of(boolean exact, Iterator<Tuple2<byte[], byte[]>> decoded) {
        ReadingReport report = new ReadingReport(exact);
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
            samplesOfClasses.merge(name, input instanceof DecodedInput.Accepted ? 1L : 0L, Long::sum);
        }
        if (input instanceof DecodedInput.Rejected refused) {
            rejected++;
            rejectionsOfReasons.merge(refused.reason(), 1L, Long::sum);
            firstRejections.add(new RejectedInput(key.source(), refused.reason(), refused.message()));
            if (firstRejections.size() >= 2 * KEPT_REJECTIONS) {
                keepFirstRejections();
            }
        } else if (input instanceof DecodedInput.Removed) {
            removed++;
        } else if (input instanceof DecodedInput.Accepted accepted) {
            samples++;
            hashesOfSplits
                    .computeIfAbsent(key.split(), split -> new SampleHashes(exact))
                    .add(key.hash(), accepted.weight());
        }
        if (input.facts().fileLength() > 0) {
            account(key, input);
        }
    }

    private void account(SampleKey key, DecodedInput input) {
        DocumentFacts facts = input.facts();
        String file = facts.file(key.source());
        if (input instanceof DecodedInput.Rejected refused) {
            accounts.rejected(file, refused.reason());
        } else if (input instanceof DecodedInput.Removed left) {
            accounts.removed(file, left.filter(), new Example(key.hash(), key.source(), left.excerpt()));
        } else {
            accounts.written(file, facts.characters(), facts.tokens(), facts.language());
        }
    }

    private void add(UnitSummary summary) {
        announcedSamples += summary.images() + summary.rejected();
        ignored += summary.ignored();
        classFolders.addAll(summary.classFolders());
        filledFolders.addAll(summary.filledFolders());
    }

    /** Adds another report to this one. */
    ReadingReport merge(ReadingReport other) {
        other.hashesOfSplits.forEach((split, hashes) -> hashesOfSplits
                .computeIfAbsent(split, added -> new SampleHashes(exact))
                .addAll(hashes));
        other.samplesOfClasses.forEach((name, count) -> samplesOfClasses.merge(name, count, Long::sum));
        other.rejectionsOfReasons.forEach((name, count) -> rejectionsOfReasons.merge(name, count, Long::sum));
        classFolders.addAll(other.classFolders);
        filledFolders.addAll(other.filledFolders);
        firstRejections.addAll(other.firstRejections);
        keepFirstRejections();
        accounts.add(other.accounts);
        samples += other.samples;
        removed += other.removed;
        rejected += other.rejected;
        announcedSamples += other.announcedSamples;
        ignored += other.ignored;
        return this;
    }

    private void keepFirstRejections() {
        firstRejections.sort(BY_SOURCE);
        firstRejections =
                new ArrayList<>(firstRejections.subList(0, Math.min(KEPT_REJECTIONS, firstRejections.size())));
    }

    /** Inputs read: samples, rejections and what was left out. */
    long read() {
        return samples + rejected + removed;
    }

    /** Inputs that became samples. */
    long samples() {
        return samples;
    }

    /** Inputs that did not, through their own fault. */
    long rejected() {
        return rejected;
    }

    /** Inputs that filters left out. */
    long removed() {
        return removed;
    }

    /** What became of texts, file by file; nothing of images. */
    DocumentAccounts accounts() {
        return accounts;
    }

    /** Inputs that the readers say they delivered; the same as {@link #read} unless some were lost on the way. */
    long announced() {
        return announcedSamples;
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

    /** Every class by name with its samples, of which one may be in several; 0 where all inputs of a class were rejected. */
    SortedMap<String, Long> samplesOfClasses() {
        return Collections.unmodifiableSortedMap(samplesOfClasses);
    }

    /** Rejections by the name of their reason. */
    SortedMap<String, Long> rejectionsOfReasons() {
        return Collections.unmodifiableSortedMap(rejectionsOfReasons);
    }

    /** The first rejections by source. */
    List<RejectedInput> firstRejections() {
        return Collections.unmodifiableList(firstRejections);
    }

    /** Samples by split. */
    SortedMap<String, Long> samplesOfSplits() {
        SortedMap<String, Long> sizes = new TreeMap<>(SourceKeys.UTF8_ORDER);
        hashesOfSplits.forEach((split, hashes) -> sizes.put(split, hashes.size()));
        return sizes;
    }

    /** Of each split with samples their hashes, ascending. */
    SortedMap<String, SortedHashes> sortedHashes() {
        SortedMap<String, SortedHashes> sorted = new TreeMap<>(SourceKeys.UTF8_ORDER);
        hashesOfSplits.forEach((split, hashes) -> sorted.put(split, hashes.sorted()));
        return sorted;
    }
}
