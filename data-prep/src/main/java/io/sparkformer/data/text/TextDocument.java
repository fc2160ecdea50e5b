package io.sparkformer.data.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document as its input has it.
 *
 * @param text the text; with words, nothing
 * @param second the second text of a pair; null where there is one
 * @param words the text where it comes in words; else none
 * @param label what it is labelled with
 */
public record TextDocument(String text, @Nullable String second, List<String> words, Label label) {
    /** Copies the list. */
    public TextDocument {
        words = List.copyOf(words);
    }

    /** A text without a label. */
    public static TextDocument of(String text) {
        return new TextDocument(text, null, List.of(), new Unlabelled());
    }

    /** What a document is labelled with, as its input has it. */
    public sealed interface Label {}

    /** Nothing. */
    public record Unlabelled() implements Label {}

    /** Classes, by their names, each once. */
    public record Classes(List<String> names) implements Label {
        /** Copies the list. */
        public Classes {
            names = List.copyOf(names);
        }
    }

    /** A number. */
    public record Value(float value) implements Label {}

    /**
     * An answer in the second text, or in the only one.
     *
     * @param start its first character in Unicode (code points)
     * @param answer word for word; empty if there is none
     */
    public record Answer(int start, String answer) implements Label {}

    /** Tags of the words, by their names. */
    public record Tags(List<String> names) implements Label {
        /** Copies the list. */
        public Tags {
            names = List.copyOf(names);
        }
    }
}
