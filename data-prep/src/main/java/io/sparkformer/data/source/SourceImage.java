package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One input that looks like a sample: either its bytes, or why there are none.
 *
 * @param source stable and unique: {@code <input>/<path>} in class folders, {@code <archive>!<entry>} in archives
 * @param split which split it belongs to; empty where unknown
 * @param className its class; empty where unknown
 * @param bytes the encoded image, not looked at yet; null if rejected
 * @param rejection null if there are bytes
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the content
public record SourceImage(
        String source,
        String split,
        String className,
        byte @Nullable [] bytes,
        @Nullable Rejection rejection) {
    /** Checks that there is exactly one of bytes and rejection. */
    public SourceImage {
        if ((bytes == null) == (rejection == null)) {
            throw new IllegalArgumentException(source + " must have either bytes or a rejection");
        }
    }

    static SourceImage of(String source, Placement placement, byte[] bytes) {
        return new SourceImage(source, placement.split(), placement.className(), bytes, null);
    }

    static SourceImage rejected(String source, @Nullable Placement placement, Reason reason, String message) {
        String split = placement == null ? "" : placement.split();
        String className = placement == null ? "" : placement.className();
        return new SourceImage(source, split, className, null, new Rejection(reason, message));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceImage that
                && source.equals(that.source)
                && split.equals(that.split)
                && className.equals(that.className)
                && Arrays.equals(bytes, that.bytes)
                && Objects.equals(rejection, that.rejection);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, split, className, Arrays.hashCode(bytes), rejection);
    }

    @Override
    public String toString() {
        String content = bytes == null ? String.valueOf(rejection) : bytes.length + " bytes";
        return "SourceImage[" + source + ", " + split + ", " + className + ", " + content + "]";
    }
}
