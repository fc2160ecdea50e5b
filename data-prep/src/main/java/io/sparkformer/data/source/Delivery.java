package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException;
import io.sparkformer.data.image.RejectedImageException.Reason;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands inputs on and counts them. */
final class Delivery {
    private final ReadingRules rules;
    private final LabelRule.Resolver labels;
    private final Consumer<SourceImage> consumer;
    private final SortedSet<String> classFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
    private final SortedSet<String> filledFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
    private long images;
    private long rejected;
    private long ignored;

    Delivery(ReadingRules rules, Consumer<SourceImage> consumer) {
        this.rules = rules;
        this.labels = rules.labels().resolver();
        this.consumer = consumer;
    }

    /** What decides how inputs are read. */
    ReadingRules rules() {
        return rules;
    }

    /** An image; one whose labels cannot be used is rejected here. */
    void image(String source, Placement placement, byte[] bytes) {
        List<String> classNames;
        try {
            classNames = labels.classesOf(placement.labels());
        } catch (RejectedImageException unusable) {
            reject(source, placement, unusable.reason(), String.valueOf(unusable.getMessage()));
            return;
        }
        images++;
        consumer.accept(SourceImage.of(source, placement.split(), classNames, bytes));
    }

    void reject(String source, @Nullable Placement placement, Reason reason, String message) {
        rejected++;
        String split = placement == null ? "" : placement.split();
        consumer.accept(SourceImage.rejected(source, split, knownClasses(placement), reason, message));
    }

    /** A label that no sample can have must not make a class. */
    private List<String> knownClasses(@Nullable Placement placement) {
        if (placement == null) {
            return List.of();
        }
        try {
            return labels.classesOf(placement.labels());
        } catch (RejectedImageException unusable) {
            return List.of();
        }
    }

    void rejectOutsideClassFolder(String source) {
        reject(
                source,
                null,
                Reason.OUTSIDE_CLASS_FOLDER,
                "no class can be told from its path, the layout is "
                        + rules.splits().layout()
                        + ": move it into a class folder, choose another prepare.splits, or, if it is an archive, name it"
                        + " itself in prepare.inputs");
    }

    void rejectWithoutSplit(String source) {
        reject(
                source,
                null,
                Reason.OUTSIDE_CLASS_FOLDER,
                "nothing tells its split: put its file into a folder named after the split, name a column in"
                        + " prepare.fields.split, or choose another prepare.splits");
    }

    void rejectTooLarge(String source, Placement placement, long length) {
        reject(
                source,
                placement,
                Reason.TOO_MANY_BYTES,
                "the file has " + length + " bytes, the limit max-bytes is "
                        + rules.limits().maxBytes() + ": raise it if the file is to be trusted");
    }

    void ignore() {
        ignored++;
    }

    /** A class folder that has an entry of its own. */
    void classFolder(String folder) {
        classFolders.add(folder);
    }

    /** A class folder that has a file. */
    void filledFolder(String folder) {
        filledFolders.add(folder);
    }

    UnitSummary summary() {
        return new UnitSummary(images, rejected, ignored, classFolders, filledFolders);
    }
}
