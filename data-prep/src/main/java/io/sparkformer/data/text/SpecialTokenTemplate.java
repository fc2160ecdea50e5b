package io.sparkformer.data.text;

import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.data.text.Tokenizer.Framed;
import java.util.List;

/**
 * The special tokens around texts, as a tokenizer's own post-processor puts them. It is asked once, with texts of a
 * token or two: so truncation and packing happen between these tokens, whatever they are.
 *
 * @param single around one text
 * @param pair around two
 */
public record SpecialTokenTemplate(Frame single, Frame pair) {
    /** No special tokens. */
    public static final SpecialTokenTemplate NONE = new SpecialTokenTemplate(Frame.NONE, Frame.NONE);

    private static final List<String> PROBES = List.of("a", "the", "0", "A", ".", "\u4e00");

    /**
     * What stands around texts.
     *
     * @param before the first
     * @param between them; nothing where there is one
     * @param after the last
     * @param secondFlags of the tokens of the second text: {@link TokenFlags#SECOND_SEGMENT} or 0
     */
    public record Frame(TokenRun before, TokenRun between, TokenRun after, int secondFlags) {
        static final Frame NONE = new Frame(TokenRun.EMPTY, TokenRun.EMPTY, TokenRun.EMPTY, 0);

        /** How many tokens it adds. */
        public int length() {
            return before.length() + between.length() + after.length();
        }
    }

    static SpecialTokenTemplate of(Tokenizer tokenizer) {
        String probe = PROBES.stream()
                .filter(text -> tokenizer.encode(text).length() > 0)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "it makes no token of any of " + PROBES + ": give one with a vocabulary"));
        return new SpecialTokenTemplate(single(tokenizer.frame(probe)), pair(tokenizer.frame(probe, probe)));
    }

    private static Frame single(Framed probe) {
        int begin = first(probe, 0);
        int end = last(probe, 0) + 1;
        return new Frame(special(probe, 0, begin), TokenRun.EMPTY, special(probe, end, probe.ids().length), 0);
    }

    private static Frame pair(Framed probe) {
        int second = first(probe, 1);
        return new Frame(
                special(probe, 0, first(probe, 0)),
                special(probe, last(probe, 0) + 1, second),
                special(probe, last(probe, 1) + 1, probe.ids().length),
                segment(probe, second));
    }

    private static int first(Framed probe, int sequence) {
        int at = 0;
        while (probe.sequences()[at] != sequence) {
            at++;
        }
        return at;
    }

    private static int last(Framed probe, int sequence) {
        int at = probe.ids().length - 1;
        while (probe.sequences()[at] != sequence) {
            at--;
        }
        return at;
    }

    private static TokenRun special(Framed probe, int from, int to) {
        int[] ids = new int[to - from];
        byte[] flags = new byte[to - from];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = probe.ids()[from + i];
            flags[i] = (byte) (TokenFlags.SPECIAL | segment(probe, from + i));
        }
        return new TokenRun(ids, flags);
    }

    private static int segment(Framed probe, int token) {
        return probe.types()[token] == 1 ? TokenFlags.SECOND_SEGMENT : 0;
    }
}
