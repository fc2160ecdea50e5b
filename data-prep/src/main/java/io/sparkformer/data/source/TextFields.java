package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the parts of a document are called in JSON and in tables; {@code a.b} is {@code b} in the structure {@code a}.
 *
 * @param text the text
 * @param secondText the second text of a pair; empty for none
 * @param label its class, classes or number
 * @param tokens its words, where they come one by one
 * @param tags of each word
 * @param answer the answer's text
 * @param answerStart its first character
 * @param id what names it; empty for its place in the file
 * @param split its split, where it tells one
 */
public record TextFields(
        String text,
        String secondText,
        String label,
        String tokens,
        String tags,
        String answer,
        String answerStart,
        String id,
        String split)
        implements Serializable {
    /** The columns of a table that may be needed: every name, and of {@code a.b} also {@code a}. */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        Stream.of(text, secondText, label, tokens, tags, answer, answerStart, id, split)
                .filter(name -> !name.isBlank())
                .forEach(name -> {
                    columns.add(name);
                    columns.add(name.split("\\.", -1)[0]);
                });
        return columns;
    }
}
