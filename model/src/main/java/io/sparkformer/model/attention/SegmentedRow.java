package io.sparkformer.model.attention;

import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A row of n tokens in C segments of s, the last of which is filled up, each behind a memory of m tokens.
 *
 * @param tokens n
 * @param segments s and m
 */
record SegmentedRow(int tokens, Segments segments) {
    /** C. */
    int count() {
        return chunks().count();
    }

    /** m + s, how many tokens a segment hears. */
    int heard() {
        return segments.memory() + segments.length();
    }

    private Chunks chunks() {
        return new Chunks(tokens, segments.length());
    }

    /** The segments of x [B, H, n, W], [B, H C, s, W]. */
    Tensor own(Tensor x) {
        return joined(chunks().split(x));
    }

    /** The tokens of segments x [B, H C, s, W], [B, H, n, W]. */
    Tensor row(Tensor x, long heads) {
        return chunks().joined(Shaping.reshape(x, x.dimension(0), heads, count(), segments.length(), x.dimension(3)));
    }

    /**
     * What each segment hears: its memory, and itself.
     *
     * @param past what memories are made of, [B, H, n, W]
     * @param x what segments are made of, [B, H, n, W]
     * @return [B, H C, m + s, W]; zeros before the first token and behind the last
     */
    Tensor heard(Tensor past, Tensor x) {
        Tensor own = chunks().split(x);
        return joined(segments.memory() == 0 ? own : Shaping.concatenate(3, memories(past), own));
    }

    /** [B, H, C, m, W]. */
    private Tensor memories(Tensor past) {
        int length = segments.length();
        int before = (segments.memory() + length - 1) / length; // segments that reach into the memory
        int missing = count() * length - tokens;
        Tensor padded = Shaping.pad(past, 2, (long) before * length, missing);
        Tensor[] earlier = IntStream.range(0, before)
                .mapToObj(segment -> Shaping.reshape(
                        Shaping.slice(padded, 2, (long) segment * length, (long) count() * length),
                        past.dimension(0),
                        past.dimension(1),
                        count(),
                        length,
                        past.dimension(3)))
                .toArray(Tensor[]::new);
        Tensor all = before == 1 ? earlier[0] : Shaping.concatenate(3, earlier);
        return Shaping.slice(all, 3, (long) before * length - segments.memory(), segments.memory());
    }

    private Tensor joined(Tensor x) {
        return Shaping.reshape(x, x.dimension(0), x.dimension(1) * x.dimension(2), x.dimension(3), x.dimension(4));
    }

    /** What hides places of {@link #heard} at which no token is, [1, C, 1, m + s]; empty where there is none. */
    Optional<Tensor> absent(Tensor like) {
        if (count() * segments.length() == tokens && segments.memory() == 0) {
            return Optional.empty();
        }
        String name = "no tokens of " + this;
        return Optional.of(hiding(
                like,
                name,
                count() * heard(),
                place -> {
                    int token = place / heard() * segments.length() - segments.memory() + place % heard();
                    return token < 0 || token >= tokens;
                },
                AttentionSettings.UNHEARD,
                1,
                count(),
                1,
                heard()));
    }

    /** What hides those that come later, [1, 1, s, m + s]. */
    Tensor later(Tensor like) {
        int length = segments.length();
        return hiding(
                like,
                "later in " + this,
                length * heard(),
                place -> place % heard() - segments.memory() > place / heard(),
                AttentionSettings.FORBIDDEN,
                1,
                1,
                length,
                heard());
    }

    private static Tensor hiding(
            Tensor like, String name, int count, IntPredicate hidden, double value, long... shape) {
        double[] values = IntStream.range(0, count)
                .mapToDouble(place -> hidden.test(place) ? value : 0)
                .toArray();
        return ConstantTable.of(like, name, values, shape);
    }
}
