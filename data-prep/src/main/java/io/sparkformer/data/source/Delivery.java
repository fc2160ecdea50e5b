package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands inputs on and counts them. */
final class Delivery {
    private final Consumer<SourceImage> consumer;
    private final SortedSet<String> emptyClassFolders = new TreeSet<>(SourceKeys.UTF8_ORDER);
    private long images;
    private long rejected;
    private long ignored;

    Delivery(Consumer<SourceImage> consumer) {
        this.consumer = consumer;
    }

    void image(String source, Placement placement, byte[] bytes) {
        images++;
        consumer.accept(SourceImage.of(source, placement, bytes));
    }

    void reject(String source, @Nullable Placement placement, Reason reason, String message) {
        rejected++;
        consumer.accept(SourceImage.rejected(source, placement, reason, message));
    }

    void rejectOutsideClassFolder(String source, SplitRule rule) {
        reject(
                source,
                null,
                Reason.OUTSIDE_CLASS_FOLDER,
                "no class can be told from its path, the layout is " + rule.layout()
                        + ": move it into a class folder, choose another prepare.splits, or, if it is an archive, name it"
                        + " itself in prepare.inputs");
    }

    void rejectTooLarge(String source, Placement placement, long length, long limit) {
        reject(
                source,
                placement,
                Reason.TOO_MANY_BYTES,
                "the file has " + length + " bytes, the limit max-bytes is " + limit
                        + ": raise it if the file is to be trusted");
    }

    void ignore() {
        ignored++;
    }

    void emptyClassFolder(String folder) {
        emptyClassFolders.add(folder);
    }

    UnitSummary summary() {
        return new UnitSummary(images, rejected, ignored, emptyClassFolders);
    }
}
