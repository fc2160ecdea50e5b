package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Distribution;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Comparison;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Heads;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Sorting;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.random.CounterRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@link LshAttention} in a layer. Its two projections are queries, which are keys too, and values.
 *
 * @param settings chunk and rounds
 * @param place of the layer
 */
record LshMechanism(LshAttention settings, AttentionPlace place) implements AttentionMechanism {
    /** Added for the token itself: far below all others, far above what is not there. */
    static final double SELF = -1e5;

    private static final double EPSILON = 1e-12;

    /**
     * The tokens of each head of each sample, S = B H sequences of N.
     *
     * @param vectors their queries and values, [S, N, 2 D/H]
     * @param present 1, and 0 for what is not there, [S, N]; empty where all are
     */
    private record Tokens(Tensor vectors, Optional<Tensor> present) {}

    /** What is heard in a round, [S, N, D/H], and the logarithm of the sum of weights, [S, N, 1]. */
    private record Heard(Tensor values, Tensor logSum) {}

    @Override
    public int projections() {
        return 2;
    }

    @Override
    public Tensor apply(Scope scope, Tensor x, Tensor projected) {
        long batch = x.dimension(0);
        long count = x.dimension(1);
        Tokens tokens = tokens(x, projected);
        List<SortedChunks> rounds = IntStream.range(0, settings.rounds())
                .mapToObj(round -> SortedChunks.by(hashes(scope, tokens, round), settings.chunk()))
                .toList();
        List<Heard> heard =
                rounds.stream().map(round -> heard(tokens, round, rounds)).toList();
        Tensor all = tokens.present
                .map(present -> Arithmetic.multiply(
                        together(heard), Shaping.reshape(present, present.dimension(0), present.dimension(1), 1)))
                .orElseGet(() -> together(heard)); // [S, N, D/H]
        return Heads.merge(Shaping.reshape(
                Shaping.slice(all, 1, 0, count), batch, place.heads(), count, x.dimension(2) / place.heads()));
    }

    private Tokens tokens(Tensor x, Tensor projected) {
        long width = x.dimension(2);
        long sequences = x.dimension(0) * place.heads();
        long count = x.dimension(1);
        long missing = (settings.chunk() - count % settings.chunk()) % settings.chunk();
        Tensor queries = Heads.split(Shaping.slice(projected, 2, 0, width), place.heads()); // [B, H, n, D/H]
        Tensor values = Heads.split(Shaping.slice(projected, 2, width, width), place.heads());
        Tensor both = Shaping.concatenate(3, queries, values);
        Tensor vectors = Shaping.pad(Shaping.reshape(both, sequences, count, both.dimension(3)), 1, 0, missing);
        return new Tokens(vectors, present(x, sequences, missing));
    }

    private Optional<Tensor> present(Tensor x, long sequences, long missing) {
        Optional<Tensor> real = Padding.column(place, settings) // [B, H, n, 1]
                .map(column -> Elementwise.exp(Shaping.reshape(column, sequences, x.dimension(1))));
        if (missing == 0) {
            return real;
        }
        Tensor known = real.orElseGet(() -> ConstantTable.ones(x, sequences, x.dimension(1)));
        return Optional.of(Shaping.pad(known, 1, 0, missing));
    }

    /** The number of each token's bucket, and b for what is not there; [S, N]. */
    private Tensor hashes(Scope scope, Tokens tokens, int round) {
        Tensor numbers = buckets(queries(tokens.vectors), directions(scope, tokens.vectors, round));
        if (tokens.present.isEmpty()) {
            return numbers;
        }
        int chunks = Math.toIntExact(tokens.vectors.dimension(1)) / settings.chunk();
        Tensor absent = Arithmetic.scale(Arithmetic.shift(tokens.present.get(), -1), -LshAttention.buckets(chunks));
        return Arithmetic.add(Arithmetic.multiply(numbers, tokens.present.get()), absent);
    }

    /** argmax [x R; -x R] of x [S, N, D/H] and R [S, D/H, b/2] (section 2, "locality sensitive hashing"); [S, N]. */
    static Tensor buckets(Tensor x, Tensor directions) {
        Tensor products = MatMul.apply(x, directions);
        Tensor both = Shaping.concatenate(2, products, Arithmetic.scale(products, -1)); // [S, N, b]
        Tensor nearest = Comparison.as(Sorting.order(both, 1, true), x.type());
        return Shaping.reshape(nearest, x.dimension(0), x.dimension(1));
    }

    /** R, [S, D/H, b/2]: drawn for each step and sample; outside training the same for all samples. */
    private Tensor directions(Scope scope, Tensor vectors, int round) {
        int width = Math.toIntExact(vectors.dimension(2)) / 2;
        int half = LshAttention.buckets(Math.toIntExact(vectors.dimension(1)) / settings.chunk()) / 2;
        Tensor ofHeads = scope.drawn("directions." + round, Distribution.NORMAL, place.heads(), width, half)
                .orElseGet(() -> fixed(vectors, round, width, half)); // [B, H, D/H, b/2]
        return Shaping.reshape(ofHeads, vectors.dimension(0), width, half);
    }

    private Tensor fixed(Tensor like, int round, int width, int half) {
        double[] draws = draws(place.layer(), round, place.heads() * width * half);
        String name = settings + ", round " + round + " of layer " + place.layer() + ", " + draws.length;
        Tensor ofHeads = ConstantTable.of(like, name, draws, 1, place.heads(), width, half);
        return Shaping.broadcastTo(ofHeads, like.dimension(0) / place.heads(), place.heads(), width, half);
    }

    /** Of a standard normal distribution. */
    double[] draws(int layer, int round, int count) {
        long key = CounterRandom.key(settings.seed(), layer, round);
        return IntStream.range(0, count)
                .mapToDouble(i -> CounterRandom.gaussian(key, i))
                .toArray();
    }

    private static Tensor queries(Tensor vectors) {
        return Shaping.slice(vectors, vectors.rank() - 1, 0, vectors.dimension(-1) / 2);
    }

    private static Tensor values(Tensor vectors) {
        long width = vectors.dimension(-1) / 2;
        return Shaping.slice(vectors, vectors.rank() - 1, width, width);
    }

    private Heard heard(Tokens tokens, SortedChunks round, List<SortedChunks> rounds) {
        Tensor own = round.sorted(tokens.vectors); // [S, C, c, 2 D/H]
        Tensor near = round.withPrevious(own); // [S, C, m, 2 D/H]
        Tensor products = MatMul.apply(queries(own), ofLengthOne(queries(near)), false, true); // [S, C, c, m]
        double scale = 1 / Math.sqrt((double) own.dimension(3) / 2);
        Tensor logits = Arithmetic.add(Arithmetic.scale(products, scale), who(tokens, round));
        if (rounds.size() > 1) {
            logits = Arithmetic.subtract(logits, logMeetings(round, rounds, logits));
        }
        Tensor values = MatMul.apply(Softmax.softmax(logits), values(near)); // [S, C, c, D/H]
        Tensor both = round.restored(Shaping.concatenate(3, values, Softmax.logSumExp(logits))); // [S, N, D/H + 1]
        long width = values.dimension(3);
        return new Heard(Shaping.slice(both, 2, 0, width), Shaping.slice(both, 2, width, 1));
    }

    private static Tensor ofLengthOne(Tensor x) {
        Tensor squares = Products.sums(Arithmetic.square(x)); // [S, C, m, 1]
        return Arithmetic.multiply(x, Elementwise.reciprocalRoot(Arithmetic.shift(squares, EPSILON)));
    }

    /** What is added to logits: for the token itself, for those to come, and for what is not there; [S, C, c, m]. */
    private Tensor who(Tokens tokens, SortedChunks round) {
        Tensor queries = round.tokens(tokens.vectors); // [S, C, c, 1]
        Tensor keys = asKeys(round.withPrevious(queries)); // [S, C, 1, m]
        Tensor addend = Arithmetic.scale(Comparison.equal(keys, queries), SELF);
        if (place.causal()) {
            Tensor later = Comparison.greater(keys, queries);
            addend = Arithmetic.add(addend, Arithmetic.scale(later, AttentionSettings.FORBIDDEN));
        }
        if (tokens.present.isPresent()) {
            Tensor there = asKeys(round.withPrevious(round.sortedNumbers(tokens.present.get())));
            addend = Arithmetic.add(addend, Presence.unheard(there));
        }
        return addend;
    }

    /** A number of each key, [S, C, m, 1], beside all queries: [S, C, 1, m]. */
    private static Tensor asKeys(Tensor x) {
        return Shaping.reshape(x, x.dimension(0), x.dimension(1), 1, x.dimension(2));
    }

    /** log N, in how many rounds two tokens meet (equation 4), this one among them; [S, C, c, m]. */
    private static Tensor logMeetings(SortedChunks round, List<SortedChunks> rounds, Tensor logits) {
        Tensor meetings = ConstantTable.ones(logits, 1, 1, 1, 1);
        for (SortedChunks other : rounds) {
            if (!other.equals(round)) {
                meetings = Arithmetic.add(meetings, meet(round, other, logits));
            }
        }
        return Elementwise.log(meetings);
    }

    /** 1 for those who meet in another round too, [S, C, c, m]. */
    private static Tensor meet(SortedChunks round, SortedChunks other, Tensor like) {
        Tensor own = round.sortedNumbers(other.chunkOfTokens(like, false)); // [S, C, c, 1]
        Tensor keys = asKeys(round.withPrevious(own)); // [S, C, 1, m]
        Tensor here = Comparison.equal(keys, own);
        if (other.count() == 1) {
            return here;
        }
        Tensor before = round.sortedNumbers(other.chunkOfTokens(like, true));
        return Arithmetic.add(here, Comparison.equal(keys, before));
    }

    /** The rounds weighted by their sums of weights (equation 6). */
    private static Tensor together(List<Heard> rounds) {
        if (rounds.size() == 1) {
            return rounds.get(0).values;
        }
        Tensor[] sums = rounds.stream().map(Heard::logSum).toArray(Tensor[]::new);
        Tensor shares = Softmax.softmax(Shaping.concatenate(2, sums)); // [S, N, rounds]
        return IntStream.range(0, rounds.size())
                .mapToObj(round -> Arithmetic.multiply(rounds.get(round).values, Shaping.slice(shares, 2, round, 1)))
                .reduce(Arithmetic::add)
                .orElseThrow();
    }
}
