package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Attention of global tokens and those behind them whose pairs have labels (Ainslie et al. 2020, section 3.2; Shaw et al. 2018): the logit of
 * i and j is q_i (k_j + a) / sqrt(D/H), with a learned vector a, the same for all heads, for each distance between tokens, for each between
 * global tokens, and both ways for whether a token belongs to a global one's block or not.
 *
 * <p>Tokens are cut into chunks of r, which hear the three chunks around them, of which what lies beyond the radius is masked. Memory is that of
 * n (g + 3 r) and g (g + n) logits for each head.
 *
 * @param globals g
 * @param radius r
 * @param block tokens of a global one
 * @param clip k, the distance from which on labels are the same
 * @param heads H
 * @param bias of all, [B, 1, 1, g + n]; empty if all are heard
 */
record LabelledExtension(int globals, int radius, int block, int clip, int heads, Optional<Tensor> bias)
        implements AttentionMechanism {
    /** With which labels start. */
    private static final double DEVIATION = 0.02;

    @Override
    public Tensor apply(Scope scope, Tensor x, Tensor qkv) {
        Heads split = Heads.of(qkv, heads);
        Tensor queries = split.scaledQueries(); // [B, H, g + n, D/H]
        Tensor labels =
                scope.undecayed("labels", Initializer.normal(DEVIATION), 2L * distances() + 4, queries.dimension(3));
        return Heads.merge(Shaping.concatenate(
                2,
                ofGlobals(Shaping.slice(queries, 2, 0, globals), split.keys(), split.values(), labels),
                ofTokens(behind(queries), split.keys(), split.values(), labels)));
    }

    /** Labels of distances: from -k to k. */
    private int distances() {
        return 2 * clip + 1;
    }

    /** What the global tokens hear, [B, H, g, D/H]. */
    private Tensor ofGlobals(Tensor queries, Tensor keys, Tensor values, Tensor labels) {
        int tokens = Math.toIntExact(keys.dimension(2)) - globals;
        Tensor near = ofDistances(queries, labels, distances(), 1 - globals, globals); // [B, H, g, g]
        Tensor belongs = belongs(queries, labels, 2L * distances() + 2, false, tokens); // [B, H, g, n]
        Tensor logits = Arithmetic.add(MatMul.applyTransposed(queries, keys), Shaping.concatenate(3, near, belongs));
        Tensor biased = bias.map(given -> Arithmetic.add(logits, given)).orElse(logits);
        return MatMul.apply(Softmax.besideSilence(biased), values);
    }

    /** What the others hear, [B, H, n, D/H]. */
    private Tensor ofTokens(Tensor queries, Tensor keys, Tensor values, Tensor labels) {
        int tokens = Math.toIntExact(queries.dimension(2));
        Chunks chunks = new Chunks(tokens, Math.max(1, Math.min(radius, tokens - 1)));
        Tensor chunked = chunks.split(queries); // [B, H, C, c, D/H]
        Tensor near = ofDistances(chunked, labels, 0, 1 - 2 * chunks.size(), 3 * chunks.size());
        near = Arithmetic.add(near, MatMul.applyTransposed(chunked, chunks.around(behind(keys))));
        near = Arithmetic.add(near, nearBias(queries, chunks)); // [B, H, C, c, 3 c]
        Tensor far = MatMul.applyTransposed(queries, Shaping.slice(keys, 2, 0, globals)); // [B, H, n, g]
        far = Arithmetic.add(far, belongs(queries, labels, 2L * distances(), true, tokens));
        if (bias.isPresent()) {
            far = Arithmetic.add(far, Shaping.slice(bias.get(), 3, 0, globals));
        }
        Tensor weights = Softmax.besideSilence(Shaping.concatenate(3, far, chunks.joined(near)));
        Tensor ofNear = chunks.split(Shaping.slice(weights, 3, globals, 3L * chunks.size())); // [B, H, C, c, 3 c]
        return Arithmetic.add(
                MatMul.apply(Shaping.slice(weights, 3, 0, globals), Shaping.slice(values, 2, 0, globals)),
                chunks.joined(MatMul.apply(ofNear, chunks.around(behind(values)))));
    }

    /** Those of x [B, H, g + n, W] that are not global. */
    private Tensor behind(Tensor x) {
        return Shaping.slice(x, 2, globals, x.dimension(2) - globals);
    }

    /** Forbids what is too far away or outside, and hides padding; broadcasts to [B, H, C, c, 3 c]. */
    private Tensor nearBias(Tensor like, Chunks chunks) {
        Tensor reach = Arithmetic.add(
                forbidden(like, "beyond " + radius + " in " + chunks, chunks.size(), 3 * chunks.size(), this::isNear),
                Shaping.reshape(
                        forbidden(like, "outside " + chunks, chunks.count(), 3 * chunks.size(), chunks::isInside),
                        chunks.count(),
                        1,
                        3L * chunks.size())); // [C, c, 3 c]
        if (bias.isEmpty()) {
            return reach;
        }
        Tensor given = bias.get();
        long tokens = given.dimension(3) - globals;
        Tensor ofTokens = Shaping.reshape(Shaping.slice(given, 3, globals, tokens), given.dimension(0), 1, tokens, 1);
        Tensor around = chunks.around(ofTokens); // [B, 1, C, 3 c, 1]
        return Arithmetic.add(reach, Shaping.permute(around, 0, 1, 2, 4, 3)); // [B, 1, C, c, 3 c]
    }

    private boolean isNear(int row, int column, int columns) {
        return Math.abs(column - columns / 3 - row) <= radius;
    }

    @FunctionalInterface
    private interface Allowed {
        boolean at(int row, int column, int columns);
    }

    private static Tensor forbidden(Tensor like, String name, int rows, int columns, Allowed allowed) {
        double[] values = IntStream.range(0, rows * columns)
                .mapToDouble(i -> allowed.at(i / columns, i % columns, columns) ? 0 : AttentionSettings.FORBIDDEN)
                .toArray();
        return ConstantTable.of(like, name, values, rows, columns);
    }

    /**
     * What labels of distances add to the logits of queries in a row and keys in another.
     *
     * @param queries [..., m, D/H]
     * @param labels [labels, D/H]
     * @param row of the label of distance -k
     * @param least distance there is, of the last query from the first key
     * @param keys w
     * @return [..., m, w]
     */
    private Tensor ofDistances(Tensor queries, Tensor labels, int row, int least, int keys) {
        long rank = queries.rank();
        long count = queries.dimension(-2);
        int all = Math.toIntExact(count) + keys - 1;
        int[] rows = IntStream.range(least, least + all)
                .map(distance -> row + clip + Math.max(-clip, Math.min(clip, distance)))
                .toArray();
        String name = "labels " + row + " of " + clip + " from " + least + " on " + all;
        Tensor each = Composites.embedding(labels, ConstantTable.integers(labels, name, rows, all)); // [all, D/H]
        Tensor flat = Shaping.reshape(queries, queries.length() / queries.dimension(-1), queries.dimension(-1));
        Tensor logits = MatMul.applyTransposed(flat, each); // [... m, all]
        long[] shape = queries.shape();
        shape[(int) rank - 1] = keys;
        return Shaping.reshape(shifted(logits, count, keys), shape);
    }

    /**
     * Of m rows those entries that stand at the columns m - 1 - row and after: the next row's begin one earlier. Read as one line with one number
     * more in each row, they begin at equal distances.
     *
     * @param x [R m, m + w - 1]
     * @return [R, m, w]
     */
    private static Tensor shifted(Tensor x, long count, long keys) {
        long batches = x.dimension(0) / count;
        long columns = count + keys - 1;
        Tensor line = Shaping.reshape(Shaping.pad(x, 1, 0, 1), batches, count * (columns + 1));
        Tensor moved = Shaping.slice(line, 1, count - 1, count * columns);
        return Shaping.slice(Shaping.reshape(moved, batches, count, columns), 2, 0, keys);
    }

    /**
     * What is added for belonging to one another, or not.
     *
     * @param row of the label of those that do not; the other's is the next
     * @param tokensAsk whether the queries are those of tokens, and not of global ones
     * @return [B, H, n, g] or [B, H, g, n]
     */
    private Tensor belongs(Tensor queries, Tensor labels, long row, boolean tokensAsk, int tokens) {
        long headWidth = queries.dimension(3);
        Tensor both = MatMul.applyTransposed(
                Shaping.reshape(queries, queries.length() / headWidth, headWidth), Shaping.slice(labels, 0, row, 2));
        Tensor logits = Shaping.reshape(both, queries.dimension(0), queries.dimension(1), queries.dimension(2), 2);
        Tensor otherwise = Shaping.slice(logits, 3, 0, 1);
        Tensor more = Arithmetic.subtract(Shaping.slice(logits, 3, 1, 1), otherwise);
        int rows = tokensAsk ? tokens : globals;
        int columns = tokensAsk ? globals : tokens;
        double[] belongs = IntStream.range(0, rows * columns)
                .mapToDouble(i -> tokensAsk
                        ? (i / columns / block == i % columns ? 1 : 0)
                        : (i % columns / block == i / columns ? 1 : 0))
                .toArray();
        String name = "belonging by " + block + " of " + rows + " to " + columns + " " + tokensAsk;
        Tensor own = ConstantTable.of(queries, name, belongs, rows, columns);
        return Arithmetic.add(Arithmetic.multiply(more, own), otherwise);
    }
}
