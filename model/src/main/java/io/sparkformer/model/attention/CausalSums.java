package io.sparkformer.model.attention;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * (Q K^T * L) V with L = 1 up to a token's own place and 0 behind it, in time that grows with T: within a chunk of C tokens as it is
 * written, and of all chunks before by the sum of their K^T V.
 */
final class CausalSums {
    private static final int CHUNK = 64;

    private final long rows;
    private final long tokens;
    private final int chunk;
    private final long chunks;

    private CausalSums(long rows, long tokens) {
        this.rows = rows;
        this.tokens = tokens;
        this.chunk = Math.toIntExact(Math.min(CHUNK, tokens));
        this.chunks = (tokens + chunk - 1) / chunk;
    }

    /**
     * The sums.
     *
     * @param queries Q, [B, H, T, m]
     * @param keys K, the same
     * @param values V, [B, H, T, D]
     * @return [B, H, T, D]
     */
    static Tensor apply(Tensor queries, Tensor keys, Tensor values) {
        CausalSums sums = new CausalSums(values.dimension(0) * values.dimension(1), values.dimension(2));
        Tensor heard = sums.ofChunks(sums.chunked(queries), sums.chunked(keys), sums.chunked(values));
        return Shaping.reshape(sums.whole(heard), values.shape());
    }

    /** [B, H, T, E] as [B H N, C, E], with zeros behind the last token. */
    private Tensor chunked(Tensor x) {
        long missing = chunks * chunk - tokens;
        Tensor padded = missing == 0 ? x : Shaping.pad(x, 2, 0, missing);
        return Shaping.reshape(padded, rows * chunks, chunk, x.dimension(3));
    }

    /** [B H N, C, E] as [B H, T, E]. */
    private Tensor whole(Tensor x) {
        Tensor padded = Shaping.reshape(x, rows, chunks * chunk, x.dimension(2));
        return chunks * chunk == tokens ? padded : Shaping.slice(padded, 1, 0, tokens);
    }

    private Tensor ofChunks(Tensor queries, Tensor keys, Tensor values) {
        Tensor weights = Arithmetic.multiply(MatMul.applyTransposed(queries, keys), past(queries)); // [B H N, C, C]
        Tensor own = MatMul.apply(weights, values); // [B H N, C, D]
        if (chunks == 1) {
            return own;
        }
        Tensor states = MatMul.apply(keys, values, true, false); // [B H N, m, D]
        return Arithmetic.add(own, MatMul.apply(queries, sumsBefore(states)));
    }

    /** [C, C]: 1 up to the own place. */
    private Tensor past(Tensor like) {
        double[] past = new double[chunk * chunk];
        for (int pair = 0; pair < past.length; pair++) {
            past[pair] = pair % chunk <= pair / chunk ? 1 : 0;
        }
        return ConstantTable.of(like, "past of " + chunk, past, chunk, chunk);
    }

    /** For each chunk the sum of the states [B H N, m, D] of those before it. */
    private Tensor sumsBefore(Tensor states) {
        long length = states.dimension(1) * states.dimension(2);
        Tensor byChunk = Shaping.permute(Shaping.reshape(states, rows, chunks, length), 1, 0, 2); // [N, B H, m D]
        List<Tensor> before = new ArrayList<>(List.of(ConstantTable.zeros(states, rows, length)));
        List<Tensor> parts = Shaping.unstack(byChunk);
        for (Tensor state : parts.subList(0, parts.size() - 1)) {
            Tensor sum = before.get(before.size() - 1);
            before.add(before.size() == 1 ? state : Arithmetic.add(sum, state));
        }
        return Shaping.reshape(Shaping.permute(Shaping.stack(before), 1, 0, 2), states.shape());
    }
}
