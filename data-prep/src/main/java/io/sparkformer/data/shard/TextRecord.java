package io.sparkformer.data.shard;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * One prepared record of tokens, without its padding. The arrays belong to the receiver.
 *
 * @param ids of the tokens: 1 to T of them
 * @param flags of each token, see {@link TokenFlags}
 * @param label what the record is labelled with
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the content
public record TextRecord(int[] ids, byte[] flags, Label label) implements PreparedRecord {
    /** What a tag is where no tag counts. */
    public static final short NO_TAG = -1;

    /** Checks that all have the same length. */
    public TextRecord {
        if (ids.length == 0 || ids.length != flags.length) {
            throw new IllegalArgumentException("a record of " + ids.length + " tokens with " + flags.length
                    + " flags: give one for each, at least" + " one");
        }
        if (label instanceof Tags tags && tags.tags().length != ids.length) {
            throw new IllegalArgumentException(
                    "a record of " + ids.length + " tokens with " + tags.tags().length + " tags: give one for each");
        }
        if (label instanceof Span span && span.last() >= ids.length) {
            throw new IllegalArgumentException(span + " ends behind the last of " + ids.length + " tokens");
        }
    }

    /** A record without a label. */
    public TextRecord(int[] ids, byte[] flags) {
        this(ids, flags, new None());
    }

    /** What a record is labelled with. */
    public sealed interface Label {
        /** The target of a schema that has such labels. */
        TextTarget target();
    }

    /** No label. */
    public record None() implements Label {
        @Override
        public TextTarget target() {
            return TextTarget.NONE;
        }
    }

    /**
     * Classes.
     *
     * @param labels indices into the manifest's classes: at least one, each once, in the order of the input
     */
    public record Classes(int[] labels) implements Label {
        /** Checks the labels. */
        public Classes {
            Set<Integer> seen = new HashSet<>();
            for (int label : labels) {
                if (label < 0 || !seen.add(label)) {
                    throw new IllegalArgumentException(
                            "labels " + Arrays.toString(labels) + ": labels begin at 0, and each stands once");
                }
            }
            if (labels.length == 0) {
                throw new IllegalArgumentException("a record has at least one label");
            }
        }

        @Override
        public TextTarget target() {
            return TextTarget.CLASSES;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Classes that && Arrays.equals(labels, that.labels);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(labels);
        }

        @Override
        public String toString() {
            return "Classes" + Arrays.toString(labels);
        }
    }

    /**
     * A number.
     *
     * @param value finite
     */
    public record Value(float value) implements Label {
        /** Checks it. */
        public Value {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a label of " + value + ": it must be finite");
            }
        }

        @Override
        public TextTarget target() {
            return TextTarget.NUMBER;
        }
    }

    /**
     * An answer.
     *
     * @param first position of its first token in the record; 0, where [CLS] stands, if the record has no answer
     * @param last position of its last token; 0 if there is none
     */
    public record Span(int first, int last) implements Label {
        /** No answer. */
        public static final Span NONE = new Span(0, 0);

        /** Checks both. */
        public Span {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("an answer from token " + first + " to " + last);
            }
        }

        @Override
        public TextTarget target() {
            return TextTarget.SPAN;
        }
    }

    /**
     * Tags.
     *
     * @param tags of each token an index into the manifest's tags, or {@link TextRecord#NO_TAG}
     */
    public record Tags(short[] tags) implements Label {
        @Override
        public TextTarget target() {
            return TextTarget.TAGS;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tags that && Arrays.equals(tags, that.tags);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(tags);
        }

        @Override
        public String toString() {
            return "Tags" + Arrays.toString(tags);
        }
    }

    /** How many tokens there are. */
    public int count() {
        return ids.length;
    }

    /** Whether a token has a bit of {@link TokenFlags}. */
    public boolean has(int token, int flag) {
        return (flags[token] & flag) != 0;
    }

    /**
     * Its classes.
     *
     * @throws ClassCastException when it is labelled with something else
     */
    public int[] labels() {
        return ((Classes) label).labels();
    }

    /** Its number, see {@link #labels()}. */
    public float number() {
        return ((Value) label).value();
    }

    /** Its answer, see {@link #labels()}. */
    public Span span() {
        return (Span) label;
    }

    /** Its tags, see {@link #labels()}. */
    public short[] tags() {
        return ((Tags) label).tags();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextRecord that
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(flags, that.flags)
                && label.equals(that.label);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(ids) + Arrays.hashCode(flags)) + label.hashCode();
    }

    @Override
    public String toString() {
        return "TextRecord[ids " + Arrays.toString(ids) + ", flags " + Arrays.toString(flags) + ", " + label + "]";
    }
}
