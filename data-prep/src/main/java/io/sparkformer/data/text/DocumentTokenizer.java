package io.sparkformer.data.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextRecord.Label;
import io.sparkformer.data.shard.TextRecord.None;
import io.sparkformer.data.shard.TextRecord.Span;
import io.sparkformer.data.text.RejectedTextException.Reason;
import io.sparkformer.data.text.Tokenizer.PlacedTokens;
import io.sparkformer.data.text.Tokenizer.WordTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens of documents. For one thread.
 *
 * @param tokenizer that does it
 * @param encoder of the tokenizer, for what has no labels by place
 * @param units of which tokens belong together
 * @param sentences how a document falls into sentences, which are tokenized one by one; null where they are not needed
 */
public record DocumentTokenizer(
        Tokenizer tokenizer,
        TextEncoder encoder,
        TextUnits units,
        @Nullable SentenceSplitter sentences) {
    private static final int[] NO_SENTENCES = {};

    /** The names that a document's classes or tags are indices into, each once. */
    public static List<String> names(TextDocument document) {
        if (document.label() instanceof TextDocument.Classes classes) {
            return classes.names();
        }
        return document.label() instanceof TextDocument.Tags tags
                ? List.copyOf(new LinkedHashSet<>(tags.names()))
                : List.of();
    }

    /**
     * The tokens of a document.
     *
     * @throws RejectedTextException when it has none, or its label does not fit
     */
    public TokenizedDocument tokenize(TextDocument document) throws RejectedTextException {
        requireCharacters(document.text());
        TokenizedDocument tokens = tokens(document);
        if (tokens.first().length() == 0
                || (tokens.second() != null && tokens.second().length() == 0)) {
            throw new RejectedTextException(
                    Reason.NO_TOKENS, "the tokenizer makes no token of it: take it out, or use another tokenizer");
        }
        return tokens;
    }

    private TokenizedDocument tokens(TextDocument document) throws RejectedTextException {
        if (document.label() instanceof TextDocument.Tags tags) {
            return tagged(document, tags);
        }
        if (document.label() instanceof TextDocument.Answer answer) {
            return answered(document, answer);
        }
        String second = document.second();
        if (second != null) {
            requireCharacters(second);
        }
        TokenRun secondRun = second == null ? null : encode(second);
        Label label = label(document.label());
        if (!document.words().isEmpty()) {
            WordTokens words = encodeWords(document);
            return new TokenizedDocument(units.mark(words.run()), secondRun, label, NO_SENTENCES);
        }
        if (sentences != null) {
            return inSentences(sentences.split(document.text()), label);
        }
        return new TokenizedDocument(encode(document.text()), secondRun, label, NO_SENTENCES);
    }

    private TokenRun encode(String text) {
        return units.mark(encoder.encode(text));
    }

    private WordTokens encodeWords(TextDocument document) throws RejectedTextException {
        for (String word : document.words()) {
            requireCharacters(word);
        }
        return tokenizer.encodeWords(document.words());
    }

    private static Label label(TextDocument.Label label) {
        if (label instanceof TextDocument.Classes classes) {
            return new TextRecord.Classes(
                    IntStream.range(0, classes.names().size()).toArray());
        }
        return label instanceof TextDocument.Value number ? new TextRecord.Value(number.value()) : new None();
    }

    private TokenizedDocument inSentences(List<String> texts, Label label) {
        List<TokenRun> runs = new ArrayList<>();
        for (String text : texts) {
            TokenRun run = encode(text);
            if (run.length() > 0) {
                runs.add(run);
            }
        }
        int[] starts = new int[runs.size()];
        int length = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = length;
            length += runs.get(i).length();
        }
        int[] ids = new int[length];
        byte[] flags = new byte[length];
        for (int i = 0; i < starts.length; i++) {
            System.arraycopy(runs.get(i).ids(), 0, ids, starts[i], runs.get(i).length());
            System.arraycopy(
                    runs.get(i).flags(), 0, flags, starts[i], runs.get(i).length());
        }
        return new TokenizedDocument(new TokenRun(ids, flags), null, label, starts);
    }

    /** The first token of a word gets its tag. */
    private TokenizedDocument tagged(TextDocument document, TextDocument.Tags tags) throws RejectedTextException {
        if (document.words().size() != tags.names().size()) {
            throw new RejectedTextException(
                    Reason.MISMATCHED_TAGS,
                    "it has " + document.words().size() + " words and "
                            + tags.names().size() + " tags: give each word one");
        }
        WordTokens words = encodeWords(document);
        List<String> names = names(document);
        short[] ofTokens = new short[words.run().length()];
        Arrays.fill(ofTokens, TextRecord.NO_TAG);
        int previous = -1;
        for (int i = 0; i < ofTokens.length; i++) {
            int word = words.words()[i];
            if (word != previous && word >= 0) {
                ofTokens[i] = (short) names.indexOf(tags.names().get(word));
                previous = word;
            }
        }
        return new TokenizedDocument(units.mark(words.run()), null, new TextRecord.Tags(ofTokens), NO_SENTENCES);
    }

    private TokenizedDocument answered(TextDocument document, TextDocument.Answer answer) throws RejectedTextException {
        String second = document.second();
        String context = second == null ? document.text() : second;
        requireCharacters(context);
        PlacedTokens placed = tokenizer.encodePlaced(context);
        TokenRun run = units.mark(placed.run());
        Label label = answer.answer().isEmpty() ? new None() : span(context, placed, answer);
        return second == null
                ? new TokenizedDocument(run, null, label, NO_SENTENCES)
                : new TokenizedDocument(encode(document.text()), run, label, NO_SENTENCES);
    }

    private static Span span(String context, PlacedTokens placed, TextDocument.Answer answer)
            throws RejectedTextException {
        int characters = context.codePointCount(0, context.length());
        int begin = answer.start();
        int end = begin + answer.answer().codePointCount(0, answer.answer().length());
        boolean there = begin >= 0
                && end <= characters
                && context.startsWith(answer.answer(), context.offsetByCodePoints(0, Math.max(0, begin)));
        if (!there) {
            throw new RejectedTextException(
                    Reason.ANSWER_NOT_FOUND,
                    "its answer \"" + answer.answer() + "\" does not stand at character " + begin
                            + " of its text: correct answer-start, which counts characters of Unicode from 0");
        }
        int first = -1;
        int last = -1;
        for (int i = 0; i < placed.run().length(); i++) {
            if (placed.starts()[i] < end && placed.ends()[i] > begin) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            throw new RejectedTextException(
                    Reason.ANSWER_NOT_FOUND,
                    "the tokenizer makes no token of its answer \"" + answer.answer() + "\": correct it");
        }
        return new Span(first, last);
    }

    /** JSON can hold half a pair of surrogates, which no text has. */
    private static void requireCharacters(String text) throws RejectedTextException {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0) {
                throw new RejectedTextException(
                        Reason.NOT_TEXT, "it has a character of zero: take it out, or convert the file to UTF-8");
            }
            if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(character)) {
                throw new RejectedTextException(
                        Reason.INVALID_UTF8, "it has half a pair of surrogates at " + i + ": correct it");
            }
        }
    }
}
