package io.sparkformer.data.shard;

import java.util.Optional;
import java.util.stream.Stream;

/** What a text record is labelled with. */
public enum TextTarget {
    /** Nothing: what is to be predicted are the tokens themselves. */
    NONE(0),
    /** One class or several, as indices into the manifest's classes; texts and pairs of texts alike. */
    CLASSES(1),
    /** A number, such as a score or a similarity. */
    NUMBER(2),
    /** An answer in the text: its first and its last token. */
    SPAN(3),
    /** A tag for each word, as indices into the manifest's tags. */
    TAGS(4);

    private final int code;

    TextTarget(int code) {
        this.code = code;
    }

    /** What stands for it in the header of a shard. */
    public int code() {
        return code;
    }

    /** The target of a code, if it is one. */
    public static Optional<TextTarget> ofCode(int code) {
        return Stream.of(values()).filter(target -> target.code == code).findFirst();
    }
}
