package io.sparkformer.data.text;

import io.sparkformer.data.shard.TokenFlags;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Phrases or entities, known by their tokens; found longest first, and only where words begin and end. */
public final class Lexicon {
    private final Node root = new Node();
    private final Tokenizer tokenizer;

    private static final class Node {
        private final Map<Integer, Node> next = new HashMap<>();
        private boolean ends;
    }

    private Lexicon(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * A lexicon.
     *
     * @param content a file of UTF-8 with an entry per line; empty lines mean nothing
     */
    public static Lexicon of(byte[] content, Tokenizer tokenizer) {
        Lexicon lexicon = new Lexicon(tokenizer);
        new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .forEach(lexicon::add);
        return lexicon;
    }

    /** Many tokenizers make other tokens of a word behind a space than at a text's beginning: both are known. */
    private void add(String entry) {
        addTokens(tokenizer.encode(entry).ids());
        addTokens(tokenizer.encode(" " + entry).ids());
    }

    private void addTokens(int[] ids) {
        Node node = root;
        for (int id : ids) {
            node = node.next.computeIfAbsent(id, next -> new Node());
        }
        node.ends = ids.length > 0;
    }

    /**
     * How many tokens the longest entry has that begins at a place.
     *
     * @return 0 if none does
     */
    int match(TokenRun run, int from) {
        if (continuesWord(run, from)) {
            return 0;
        }
        int longest = 0;
        Node node = root;
        for (int at = from; at < run.length(); at++) {
            node = node.next.get(run.ids()[at]);
            if (node == null) {
                break;
            }
            if (node.ends && !continuesWord(run, at + 1)) {
                longest = at + 1 - from;
            }
        }
        return longest;
    }

    private static boolean continuesWord(TokenRun run, int at) {
        return at < run.length() && (run.flags()[at] & TokenFlags.CONTINUES_WORD) != 0;
    }
}
