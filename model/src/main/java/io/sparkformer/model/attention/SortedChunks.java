package io.sparkformer.model.attention;

import io.sparkformer.model.operation.Comparison;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Sorting;
import io.sparkformer.model.operation.Tensor;
import java.util.stream.IntStream;

/**
 * The tokens of each of S sequences in an order of their own, in C chunks of c.
 *
 * @param order which token comes at each place, [S, N], integers
 * @param places where each token comes, [S, N], integers
 * @param size c, a divisor of N
 */
record SortedChunks(Tensor order, Tensor places, int size) {
    /** By a number of each token [S, N], the smallest first, and of equal ones as they stand. */
    static SortedChunks by(Tensor numbers, int size) {
        int tokens = Math.toIntExact(numbers.dimension(1));
        Tensor order = Sorting.order(numbers, tokens, false);
        Tensor places = Sorting.order(Comparison.as(order, numbers.type()), tokens, false);
        return new SortedChunks(order, places, size);
    }

    /** C. */
    int count() {
        return Math.toIntExact(order.dimension(1)) / size;
    }

    /** x [S, N, W] in this order, [S, C, c, W]. */
    Tensor sorted(Tensor x) {
        return Shaping.reshape(Indexing.rowsOfSamples(x, order), x.dimension(0), count(), size, x.dimension(2));
    }

    /** One number of each token [S, N] in this order, [S, C, c, 1]. */
    Tensor sortedNumbers(Tensor numbers) {
        return Shaping.reshape(Indexing.alongAxis(numbers, order, 1), order.dimension(0), count(), size, 1);
    }

    /** Which token each is, [S, C, c, 1], in the type of {@code like}. */
    Tensor tokens(Tensor like) {
        return Shaping.reshape(Comparison.as(order, like.type()), order.dimension(0), count(), size, 1);
    }

    /** Each chunk of x [S, C, c, W] behind the one before it, the first behind the last: [S, C, 2 c, W]; a single chunk as it is. */
    Tensor withPrevious(Tensor x) {
        int chunks = count();
        if (chunks == 1) {
            return x;
        }
        Tensor last = Shaping.slice(x, 1, chunks - 1L, 1);
        Tensor previous = Shaping.concatenate(1, last, Shaping.slice(x, 1, 0, chunks - 1L));
        return Shaping.concatenate(2, previous, x);
    }

    /** x [S, C, c, W] in the order of the tokens, [S, N, W]. */
    Tensor restored(Tensor x) {
        Tensor rows = Shaping.reshape(x, x.dimension(0), order.dimension(1), x.dimension(3));
        return Indexing.rowsOfSamples(rows, places);
    }

    /** The number of each token's chunk, or that of the chunk before it, [S, N], in the type of {@code like}. */
    Tensor chunkOfTokens(Tensor like, boolean previous) {
        int chunks = count();
        double[] numbers = IntStream.range(0, chunks * size)
                .mapToDouble(place -> (place / size + (previous ? chunks - 1 : 0)) % chunks)
                .toArray();
        String name = (previous ? "chunks before those" : "chunks") + " of " + size + " in " + numbers.length;
        return Indexing.rows(ConstantTable.of(like, name, numbers, numbers.length), places);
    }
}
