package io.sparkformer.data.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a document falls into sentences. */
public enum SentenceSplitter {
    /** A sentence per line. */
    LINES,
    /**
     * A sentence ends behind {@code . ! ?} and the closing quotes and brackets that follow, where white space and then
     * anything but a small letter follow; behind {@code \u3002 \uff01 \uff1f}; and where a paragraph ends, with an empty line.
     * Abbreviations before a name ("Dr. Smith") end one too: for telling what follows what, this does not matter.
     */
    PUNCTUATION;

    private static final Pattern END = Pattern.compile("(?<=[.!?])(?=\\s+[^\\p{Ll}\\s])"
            + "|(?<=[.!?][\"'\u2019\u201d\u00bb)\\]])(?=\\s+[^\\p{Ll}\\s])"
            + "|(?<=[\u3002\uff01\uff1f])|\\R\\h*\\R");

    private static void add(String sentence, List<String> sentences) {
        String stripped = sentence.strip().replaceAll("\\s*\\R\\s*", " ");
        if (!stripped.isEmpty()) {
            sentences.add(stripped);
        }
    }

    /** The sentences of a document, without the white space around them; none is empty. */
    public List<String> split(String document) {
        return switch (this) {
            case LINES ->
                document.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
            case PUNCTUATION -> atPunctuation(document);
        };
    }

    private static List<String> atPunctuation(String document) {
        List<String> sentences = new ArrayList<>();
        int begin = 0;
        Matcher ends = END.matcher(document);
        while (ends.find()) {
            add(document.substring(begin, ends.start()), sentences);
            begin = ends.end();
        }
        add(document.substring(begin), sentences);
        return sentences;
    }
}
