package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.Sinusoids;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Activations;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Comparison;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The Universal Transformer (Dehghani et al. 2019, sections 2.1 and 2.2): one layer, applied L times; before each time the encodings of a token's
 * position and of the step are added to it.
 *
 * <p>With halting (adaptive computation time, Graves 2016) each token says after each step how likely it is done. What it becomes is the mean of its
 * states, weighted by these probabilities; once they add up to almost 1 it stays as it is, and the step gets what is missing. All L steps are
 * computed for all tokens.
 *
 * @param halting how tokens come to an end; empty: with the last step
 */
public record Universal(Optional<Halting> halting) implements DepthScheme {
    /**
     * When tokens are done.
     *
     * @param epsilon probabilities of at least 1 - epsilon are enough
     * @param ponder what a sample's mean number of steps and remainder count in the loss, tau
     */
    public record Halting(double epsilon, double ponder) {
        /** Checks both. */
        public Halting {
            if (!(epsilon > 0 && epsilon < 1 && ponder >= 0)) {
                throw new IllegalArgumentException("halting with epsilon = " + epsilon + ", ponder = " + ponder
                        + ": must be between 0 and 1, and at least 0");
            }
        }
    }

    /** Where tokens stand between two steps, all [B, T, 1] but states and outputs, [B, T, D]. */
    private record Progress(
            Tensor states, Tensor outputs, Tensor probability, Tensor running, Tensor steps, Tensor remainders) {}

    /** Without halting. */
    public Universal() {
        this(Optional.empty());
    }

    @Override
    public Tensor apply(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention) {
        return halting.map(when -> halting(x, layers, attention, when)).orElseGet(() -> steps(x, layers, attention));
    }

    private static Tensor steps(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention) {
        Tensor stream = x;
        for (int step = 0; step < layers.depth(); step++) {
            stream = transformed(Arithmetic.add(stream, coordinates(x, step)), layers, attention, step);
        }
        return stream;
    }

    private static Tensor transformed(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention, int step) {
        return TransformerBlock.apply(layers.layer(step), x, layers.block().of(step, attention.apply(step)));
    }

    /** Of every place and of a step, counted from 1 (equation 6); [1, T, D]. */
    private static Tensor coordinates(Tensor x, int step) {
        int tokens = Math.toIntExact(x.dimension(1));
        int width = Math.toIntExact(x.dimension(2));
        double[] time = Sinusoids.row(step + 1.0, width, Sinusoids.Arrangement.INTERLEAVED);
        double[] values = new double[tokens * width];
        for (int token = 0; token < tokens; token++) {
            double[] place = Sinusoids.row(token, width, Sinusoids.Arrangement.INTERLEAVED);
            for (int i = 0; i < width; i++) {
                values[token * width + i] = place[i] + time[i];
            }
        }
        String name = "coordinates of " + tokens + " tokens of width " + width + " at step " + step;
        return ConstantTable.of(x, name, values, 1, tokens, width);
    }

    private static Tensor halting(Tensor x, Layers layers, IntFunction<AttentionMechanism> attention, Halting when) {
        Tensor zeros = ConstantTable.zeros(x, x.dimension(0), x.dimension(1), 1);
        Tensor ones = ConstantTable.ones(x, x.dimension(0), x.dimension(1), 1);
        Progress progress = new Progress(x, Arithmetic.scale(x, 0), zeros, ones, zeros, zeros);
        for (int step = 0; step < layers.depth(); step++) {
            progress = next(progress, layers, attention, step, when);
        }
        layers.scope().penalty(Arithmetic.scale(pondered(progress, x, layers), when.ponder));
        return progress.outputs;
    }

    private static Progress next(
            Progress now, Layers layers, IntFunction<AttentionMechanism> attention, int step, Halting when) {
        Tensor x = Arithmetic.add(now.states, coordinates(now.states, step));
        Tensor own = Arithmetic.multiply(probability(layers.layer(step).child("halt"), x), now.running);
        Tensor sum = Arithmetic.add(now.probability, own);
        boolean last = step == layers.depth() - 1;
        Tensor enough = Comparison.greater(sum, ConstantTable.filled(sum, 1 - when.epsilon, 1, 1, 1));
        Tensor stops = last ? now.running : Arithmetic.multiply(now.running, enough);
        Tensor goes = Arithmetic.subtract(now.running, stops);
        Tensor missing = Arithmetic.multiply(complement(now.probability), stops);
        Tensor weight = Arithmetic.add(Arithmetic.multiply(own, goes), missing);
        Tensor states = transformed(x, layers, attention, step);
        return new Progress(
                Arithmetic.add(
                        Arithmetic.multiply(states, now.running),
                        Arithmetic.multiply(now.states, complement(now.running))),
                Arithmetic.add(now.outputs, Arithmetic.multiply(states, weight)),
                Arithmetic.add(now.probability, Arithmetic.multiply(own, goes)),
                goes,
                Arithmetic.add(now.steps, now.running),
                Arithmetic.add(now.remainders, missing));
    }

    /** sigmoid(w h + b), where b starts at 1; [B, T, 1]. */
    private static Tensor probability(Scope scope, Tensor x) {
        Tensor weight = scope.weight("weight", Initializer.normal(0.02), 1, x.dimension(2));
        Tensor bias = scope.undecayed("bias", Initializer.ones(), 1);
        return Activations.sigmoid(Composites.linear(x, weight, bias));
    }

    private static Tensor complement(Tensor x) {
        return Arithmetic.shift(Arithmetic.scale(x, -1), 1);
    }

    /** The mean over a sample's tokens of steps and remainders, [B]. */
    private static Tensor pondered(Progress progress, Tensor x, Layers layers) {
        long batch = x.dimension(0);
        Tensor each = Shaping.reshape(Arithmetic.add(progress.steps, progress.remainders), batch, x.dimension(1));
        Tensor present = layers.bias().isPresent() && layers.bias().get().dimension(2) == 1
                ? Presence.of(x, layers).tokens()
                : ConstantTable.ones(x, batch, x.dimension(1));
        Tensor sums = Reductions.sum(Arithmetic.multiply(each, present), 1);
        Tensor counts = Reductions.sum(present, 1);
        Tensor none = Comparison.equal(counts, ConstantTable.zeros(counts, 1, 1));
        return Shaping.reshape(Arithmetic.divide(sums, Arithmetic.add(counts, none)), batch);
    }

    @Override
    public void requireFit(int depth, boolean shared) {
        if (!shared) {
            throw new IllegalArgumentException(
                    "a universal Transformer of layers with weights of their own: share the blocks");
        }
    }
}
