package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.stream.IntStream;

/**
 * {@link SinkhornAttention} in a layer.
 *
 * @param settings block, iterations and cut
 * @param place of the layer
 */
record SinkhornMechanism(SinkhornAttention settings, AttentionPlace place) implements AttentionMechanism {
    /** Of what has been sorted, and of which no token is there, so much is heard. */
    private static final double NEARLY_NOTHING = 1e-9;

    /**
     * The tokens of each head of each sample, S = B H, in N blocks of b.
     *
     * @param queries [S, N, b, d]
     * @param keys zeros where there is no token
     * @param values the same
     * @param present 1, and 0 where there is no token, [S, N, b, 1]
     */
    private record Blocks(Tensor queries, Tensor keys, Tensor values, Tensor present) {
        Tensor rows(Tensor x) {
            return Shaping.reshape(x, x.dimension(0), x.dimension(1), x.dimension(2) * x.dimension(3));
        }
    }

    @Override
    public Tensor apply(Scope scope, Tensor x, Tensor qkv) {
        Heads heads = Heads.of(qkv, place.heads());
        Blocks blocks = blocks(heads, x);
        Tensor sorting = sorting(blocks); // [S, N, N]
        Tensor heard = settings.cut().isPresent()
                ? ofFirst(blocks, sorting, settings.cut().getAsInt())
                : ofOwnAndSorted(blocks, sorting); // [S, N, b, d]
        Tensor there = Arithmetic.multiply(heard, blocks.present);
        Tensor row = Shaping.reshape(
                there, x.dimension(0), place.heads(), there.dimension(1) * settings.block(), there.dimension(3));
        return Heads.merge(Shaping.slice(row, 2, 0, x.dimension(1)));
    }

    private Blocks blocks(Heads heads, Tensor x) {
        Tensor ones = ConstantTable.ones(x, x.dimension(0), place.heads(), x.dimension(1), 1);
        Tensor present = Padding.column(place, settings).map(Elementwise::exp).orElse(ones); // [B, H, n, 1]
        return new Blocks(
                cut(heads.scaledQueries()),
                cut(Arithmetic.multiply(heads.keys(), present)),
                cut(Arithmetic.multiply(heads.values(), present)),
                cut(present));
    }

    /** x [B, H, n, W], filled up, as [S, N, b, W]. */
    private Tensor cut(Tensor x) {
        Chunks chunks = new Chunks(Math.toIntExact(x.dimension(2)), settings.block());
        return Shaping.reshape(
                chunks.split(x), x.dimension(0) * x.dimension(1), chunks.count(), settings.block(), x.dimension(3));
    }

    /** S = Sinkhorn(R / temperature), how much of block j comes to place i; [S, N, N]. */
    private Tensor sorting(Blocks blocks) {
        Tensor suits = MatMul.apply(askingQueries(blocks), means(blocks.keys, blocks.present), false, true);
        Tensor logits = Arithmetic.scale(suits, 1 / settings.temperature());
        int count = Math.toIntExact(logits.dimension(1));
        return place.causal() ? causalSorting(logits, count) : sorting(logits, settings.iterations());
    }

    /** Rows, then columns; the logarithm of each row's and each column's sum is taken off. */
    static Tensor sorting(Tensor logits, int iterations) {
        Tensor stream = logits;
        for (int iteration = 0; iteration < iterations; iteration++) {
            stream = Arithmetic.subtract(stream, Softmax.logSumExp(stream));
            Tensor columns = Shaping.permute(stream, 0, 2, 1);
            stream = Shaping.permute(Arithmetic.subtract(columns, Softmax.logSumExp(columns)), 0, 2, 1);
        }
        return Elementwise.exp(stream);
    }

    /** Of blocks before the own one alone; a column's sum at row i is that of rows up to i. */
    private Tensor causalSorting(Tensor logits, int count) {
        Tensor before = before(logits, count); // [1, N, N]
        Tensor hidden = Presence.unheard(before);
        Tensor stream = logits;
        for (int iteration = 0; iteration < settings.iterations(); iteration++) {
            stream = Arithmetic.subtract(stream, Softmax.logSumExp(Arithmetic.add(stream, hidden)));
            stream = Arithmetic.subtract(stream, sumsSoFar(stream, before, count));
        }
        return Arithmetic.multiply(Elementwise.exp(Arithmetic.multiply(stream, before)), before);
    }

    /** log sum over i' &lt;= i of exp(x_i'j), of rows that block j may come to; 0 elsewhere. */
    private static Tensor sumsSoFar(Tensor x, Tensor before, int count) {
        Tensor weights = Arithmetic.multiply(Elementwise.exp(Arithmetic.multiply(x, before)), before);
        Tensor columns = Shaping.permute(weights, 0, 2, 1); // a row of each block j
        Tensor sums = MatMul.apply(
                Shaping.reshape(columns, columns.dimension(0) * count, count), triangle(x, count), false, true);
        Tensor soFar = Shaping.permute(Shaping.reshape(sums, columns.shape()), 0, 2, 1);
        Tensor atLeast =
                Arithmetic.add(soFar, Arithmetic.shift(Arithmetic.scale(before, -1), 1)); // 1 where there is none
        return Elementwise.log(Arithmetic.shift(atLeast, NEARLY_NOTHING));
    }

    /** 1 where j &lt; i, [1, N, N]. */
    private static Tensor before(Tensor like, int count) {
        return matrix(like, "blocks before others of " + count, count, false);
    }

    /** 1 where j &lt;= i, [N, N]. */
    private static Tensor triangle(Tensor like, int count) {
        return Shaping.reshape(matrix(like, "blocks up to others of " + count, count, true), count, count);
    }

    private static Tensor matrix(Tensor like, String name, int count, boolean own) {
        double[] values = IntStream.range(0, count * count)
                .mapToDouble(i -> i % count < i / count + (own ? 1 : 0) ? 1 : 0)
                .toArray();
        return ConstantTable.of(like, name, values, 1, count, count);
    }

    /** What asks for a block, [S, N, d]: the mean query; of a causal model that of all tokens up to the first of the block. */
    private Tensor askingQueries(Blocks blocks) {
        if (!place.causal()) {
            return means(Arithmetic.multiply(blocks.queries, blocks.present), blocks.present);
        }
        long sequences = blocks.queries.dimension(0);
        int count = Math.toIntExact(blocks.queries.dimension(1));
        int tokens = count * settings.block();
        double[] shares = IntStream.range(0, count * tokens)
                .mapToDouble(i -> {
                    int last = i / tokens * settings.block();
                    return i % tokens <= last ? 1.0 / (last + 1) : 0;
                })
                .toArray();
        Tensor table = ConstantTable.of(
                blocks.queries, "means up to blocks of " + settings.block() + " of " + count, shares, 1, count, tokens);
        Tensor rows = Shaping.reshape(blocks.queries, sequences, tokens, blocks.queries.dimension(3));
        return MatMul.apply(Shaping.broadcastTo(table, sequences, count, tokens), rows);
    }

    /** The mean of each block's tokens that are there, [S, N, d]. */
    private Tensor means(Tensor x, Tensor present) {
        Tensor sums = MatMul.apply(present, x, true, false); // [S, N, 1, d]
        Tensor counts = MatMul.apply(present, present, true, false); // [S, N, 1, 1]
        Tensor means = Arithmetic.divide(sums, Arithmetic.shift(counts, NEARLY_NOTHING));
        return Shaping.reshape(means, x.dimension(0), x.dimension(1), x.dimension(3));
    }

    private Tensor ofOwnAndSorted(Blocks blocks, Tensor sorting) {
        Tensor keys = Shaping.concatenate(2, sorted(sorting, blocks, blocks.keys), blocks.keys); // [S, N, 2 b, d]
        Tensor values = Shaping.concatenate(2, sorted(sorting, blocks, blocks.values), blocks.values);
        Tensor sortedPresence = logarithm(sorted(sorting, blocks, blocks.present)); // [S, N, b, 1]
        Tensor bias = Shaping.concatenate(2, sortedPresence, Presence.unheard(blocks.present));
        Tensor logits = Arithmetic.add(MatMul.apply(blocks.queries, keys, false, true), asKeys(bias));
        Tensor seen = place.causal() ? Arithmetic.add(logits, future(logits)) : logits; // [S, N, b, 2 b]
        return MatMul.apply(Softmax.besideSilence(seen), values);
    }

    /** Of the first sorted blocks, for all queries. */
    private Tensor ofFirst(Blocks blocks, Tensor sorting, int count) {
        Tensor first = Shaping.slice(sorting, 1, 0, count); // [S, k, N]
        long sequences = sorting.dimension(0);
        long heard = (long) count * settings.block();
        Tensor keys = Shaping.reshape(sorted(first, blocks, blocks.keys), sequences, heard, blocks.keys.dimension(3));
        Tensor values = Shaping.reshape(sorted(first, blocks, blocks.values), keys.shape());
        Tensor bias = Shaping.reshape(logarithm(sorted(first, blocks, blocks.present)), sequences, 1, heard);
        Tensor queries =
                Shaping.reshape(blocks.queries, sequences, sorting.dimension(1) * settings.block(), keys.dimension(2));
        Tensor logits = Arithmetic.add(MatMul.apply(queries, keys, false, true), bias); // [S, n, k b]
        return Shaping.reshape(MatMul.apply(Softmax.softmax(logits), values), blocks.queries.shape());
    }

    /** Blocks x [S, N, b, W] mixed as the rows of a sorting [S, k, N] say; [S, k, b, W]. */
    private static Tensor sorted(Tensor sorting, Blocks blocks, Tensor x) {
        Tensor mixed = MatMul.apply(sorting, blocks.rows(x));
        return Shaping.reshape(mixed, x.dimension(0), sorting.dimension(1), x.dimension(2), x.dimension(3));
    }

    private static Tensor logarithm(Tensor shares) {
        return Elementwise.log(Arithmetic.shift(shares, NEARLY_NOTHING));
    }

    /** A number of each key, [S, N, m, 1], beside all queries: [S, N, 1, m]. */
    private static Tensor asKeys(Tensor x) {
        return Shaping.reshape(x, x.dimension(0), x.dimension(1), 1, x.dimension(2));
    }

    /** Hides later tokens of the own block, behind those that have been sorted; [1, 1, b, 2 b]. */
    private Tensor future(Tensor like) {
        int block = settings.block();
        double[] values = IntStream.range(0, 2 * block * block)
                .mapToDouble(i -> i % (2 * block) - block > i / (2 * block) ? AttentionSettings.FORBIDDEN : 0)
                .toArray();
        return ConstantTable.of(like, "later in a block of " + block, values, 1, 1, block, 2L * block);
    }
}
