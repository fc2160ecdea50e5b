package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One input that looks like a sample: either its bytes, or why there are none.
 *
 * @param source stable and unique: {@code <input>/<path>} in class folders, {@code <archive>!<entry>} in archives,
 *     {@code <file>#<place>} in files of records
 * @param split which split it belongs to; empty where unknown
 * @param classNames its classes, in the order of the input; none where unknown
 * @param bytes the encoded image, not looked at yet; null if rejected
 * @param rejection null if there are bytes
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the content
public record SourceImage(
        String source,
        String split,
        List<String> classNames,
        byte @Nullable [] bytes,
        @Nullable Rejection rejection) {
    /** Checks that there is exactly one of bytes and rejection. */
    public SourceImage {
        classNames = List.copyOf(classNames);
        if ((bytes == null) == (rejection == null)) {
            throw new IllegalArgumentException(source + " must have either bytes or a rejection");
        }
    }

    static SourceImage of(String source, String split, List<String> classNames, byte[] bytes) {
        return new SourceImage(source, split, classNames, bytes, null);
    }

    static SourceImage rejected(String source, String split, List<String> classNames, Reason reason, String message) {
        return new SourceImage(source, split, classNames, null, new Rejection(reason, message));
    }

    /** Its first class; empty where unknown. */
    public String className() {
        return classNames.isEmpty() ? "" : classNames.get(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceImage that
                && source.equals(that.source)
                && split.equals(that.split)
                && classNames.equals(that.classNames)
                && Arrays.equals(bytes, that.bytes)
                && Objects.equals(rejection, that.rejection);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, split, classNames, Arrays.hashCode(bytes), rejection);
    }

    @Override
    public String toString() {
        String content = bytes == null ? String.valueOf(rejection) : bytes.length + " bytes";
        return "SourceImage[" + source + ", " + split + ", " + classNames + ", " + content + "]";
    }
}
