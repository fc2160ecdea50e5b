package io.sparkformer.data.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The tasks by name, each at any length: examples of at most as many tokens as are asked for, and as hard as the length allows. */
public final class SequenceTasks {
    private static final int SHORTEST = 256;
    private static final int LONGEST = 16_384;
    private static final Map<String, Kind> KINDS = kinds();

    private SequenceTasks() {}

    /**
     * One task at every length.
     *
     * @param least tokens of the shortest
     * @param usual where nobody asks for a number of tokens
     * @param ofTokens the task of at most so many tokens
     */
    private record Kind(int least, SequenceTask usual, IntFunction<SequenceTask> ofTokens) {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("listops", new Kind(SHORTEST, new ListOps(8, 8, 100, 300), SequenceTasks::listOps));
        kinds.put("pathfinder", new Kind(576, pathfinder(576), SequenceTasks::pathfinder));
        kinds.put("pixels", new Kind(SHORTEST, new PixelShapes(32), tokens -> new PixelShapes(side(tokens))));
        kinds.put("text", new Kind(SHORTEST, new BracketText(512), BracketText::new));
        kinds.put("retrieval", new Kind(SHORTEST, new Retrieval(255), tokens -> new Retrieval((tokens - 1) / 2)));
        return Collections.unmodifiableMap(kinds);
    }

    /** The names. */
    public static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    /** A task of its usual length. */
    public static SequenceTask named(String name) {
        return kind(name).usual();
    }

    /** A task whose examples have at most so many tokens: from 256, for pathfinder from 576, to 16,384. */
    public static SequenceTask named(String name, int tokens) {
        Kind kind = kind(name);
        Sizes.within(name + ": tokens", tokens, kind.least(), LONGEST);
        return kind.ofTokens().apply(tokens);
    }

    private static Kind kind(String name) {
        Kind kind = KINDS.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("there is no task " + name + ": choose one of " + names());
        }
        return kind;
    }

    /** For 2,000 tokens the arena's own; at other lengths so deep that about as many trees have such a length. */
    private static SequenceTask listOps(int tokens) {
        int depth = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(tokens);
        return new ListOps(depth, 10, tokens / 4, tokens);
    }

    /** From 32 x 32 on the arena's hard images; in smaller ones as much shorter chains as their area is smaller. */
    private static SequenceTask pathfinder(int tokens) {
        int side = side(tokens);
        int usual = Math.min(SnakeGrid.USUAL, side);
        return new Pathfinder(side, 14 * usual * usual / (SnakeGrid.USUAL * SnakeGrid.USUAL));
    }

    private static int side(int tokens) {
        return (int) Math.sqrt(tokens);
    }
}
