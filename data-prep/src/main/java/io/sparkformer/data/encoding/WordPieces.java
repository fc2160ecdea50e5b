package io.sparkformer.data.encoding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The longest tokens of a vocabulary, from the left, in a time that grows with the word's length alone (Song et al. 2021, Fast
 * WordPiece Tokenization, arXiv:2012.15524, algorithms 1 and 2). Where no token goes on with what was read, the node's link says which
 * tokens that certainly has, and where the rest of it stands.
 */
final class WordPieces {
    /** The node from which nothing goes on. */
    private static final int NOWHERE = -1;

    /** Before a word's first character, and before the first of what continues it. */
    private static final int BEGIN = 0;

    private static final int CONTINUE = 1;

    private final LongTable edges;
    private final int[] links;
    private final int[] tokens;
    private final int[] tokenStarts;
    private final int unknown;
    private final int longest;

    /**
     * The table of a vocabulary.
     *
     * @param vocabulary ids by token
     * @param prefix of tokens that do not begin a word
     * @param unknown the token of words that cannot be cut
     * @param longest the most characters of words that are cut at all
     */
    WordPieces(Map<String, Integer> vocabulary, String prefix, int unknown, int longest) {
        this.unknown = unknown;
        this.longest = longest;
        Builder builder = new Builder(vocabulary, prefix);
        this.edges = builder.edges;
        this.links = builder.links;
        this.tokenStarts = builder.tokenStarts;
        this.tokens = builder.tokens();
    }

    /** Appends the tokens of a word, which is not empty. */
    void cut(char[] text, int from, int to, TokenBuffer tokens) {
        tokens.beginWord();
        int first = tokens.length();
        if (Character.codePointCount(text, from, to - from) > longest || !cuts(text, from, to, tokens)) {
            tokens.truncate(first);
            tokens.beginWord();
            tokens.add(unknown);
        }
    }

    private boolean cuts(char[] text, int from, int to, TokenBuffer found) {
        int node = BEGIN;
        for (int i = from; i < to; i++) {
            int next = next(node, text[i]);
            while (next == NOWHERE) {
                node = fail(node, found);
                if (node == NOWHERE) {
                    return false;
                }
                next = next(node, text[i]);
            }
            node = next;
        }
        while (node != CONTINUE) {
            node = fail(node, found);
            if (node == NOWHERE) {
                return false;
            }
        }
        return true;
    }

    private int fail(int node, TokenBuffer found) {
        for (int i = tokenStarts[node]; i < tokenStarts[node + 1]; i++) {
            found.add(tokens[i]);
        }
        return links[node];
    }

    private int next(int node, char character) {
        return (int) edges.get(edge(node, character));
    }

    private static long edge(int node, char character) {
        return (long) node << Character.SIZE | character;
    }

    /** Two tries, of tokens as they are and of those that continue a word without their prefix, and the links between them. */
    private static final class Builder {
        private final LongTable edges;
        private final List<Node> nodes = new ArrayList<>();
        private final int[] links;
        private final int[] tokenStarts;

        Builder(Map<String, Integer> vocabulary, String prefix) {
            int characters =
                    vocabulary.keySet().stream().mapToInt(String::length).sum();
            this.edges = new LongTable(2 * characters);
            nodes.add(new Node(NOWHERE, '\0'));
            nodes.add(new Node(NOWHERE, '\0'));
            vocabulary.forEach((token, id) -> {
                insert(BEGIN, token, id);
                if (token.startsWith(prefix) && token.length() > prefix.length()) {
                    insert(CONTINUE, token.substring(prefix.length()), id);
                }
            });
            this.links = new int[nodes.size()];
            Arrays.fill(links, NOWHERE);
            link();
            this.tokenStarts = new int[nodes.size() + 1];
            for (int i = 0; i < nodes.size(); i++) {
                tokenStarts[i + 1] = tokenStarts[i] + nodes.get(i).tokens.length;
            }
        }

        private void insert(int root, String token, int id) {
            int node = root;
            for (int i = 0; i < token.length(); i++) {
                long edge = edge(node, token.charAt(i));
                int next = (int) edges.get(edge);
                if (next == NOWHERE) {
                    next = nodes.size();
                    nodes.add(new Node(node, token.charAt(i)));
                    nodes.get(node).children.add(next);
                    edges.put(edge, next);
                }
                node = next;
            }
            if (!token.isEmpty()) {
                nodes.get(node).id = id;
            }
        }

        /** Breadth first: a node's link leads to one that is less deep. */
        private void link() {
            Queue<Integer> waiting = new ArrayDeque<>(nodes.get(BEGIN).children);
            waiting.addAll(nodes.get(CONTINUE).children);
            while (!waiting.isEmpty()) {
                int number = waiting.remove();
                link(number);
                waiting.addAll(nodes.get(number).children);
            }
        }

        private void link(int number) {
            Node node = nodes.get(number);
            if (node.id >= 0) {
                node.tokens = new int[] {node.id};
                links[number] = CONTINUE;
                return;
            }
            int link = links[node.parent];
            int[] passed = nodes.get(node.parent).tokens;
            while (link != NOWHERE && edges.get(edge(link, node.character)) == LongTable.ABSENT) {
                passed = concatenated(passed, nodes.get(link).tokens);
                link = links[link];
            }
            if (link != NOWHERE) {
                links[number] = (int) edges.get(edge(link, node.character));
                node.tokens = passed;
            }
        }

        private static int[] concatenated(int[] first, int[] second) {
            int[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }

        int[] tokens() {
            return nodes.stream()
                    .flatMapToInt(node -> Arrays.stream(node.tokens))
                    .toArray();
        }
    }

    private static final class Node {
        private final int parent;
        private final char character;
        private final List<Integer> children = new ArrayList<>();
        private int id = -1;

        /** What is certain when nothing goes on from here. */
        private int[] tokens = {};

        Node(int parent, char character) {
            this.parent = parent;
            this.character = character;
        }
    }
}
