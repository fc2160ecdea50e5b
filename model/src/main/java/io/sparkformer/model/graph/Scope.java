package io.sparkformer.model.graph;

import io.sparkformer.model.operation.Tensor;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in the graph. Its dotted path is the prefix of its parameters' names, and those names are the checkpoint keys.
 */
public final class Scope {
    private final GraphBuilder builder;
    private final String path;
    private final @Nullable String owner;

    /** The place {@code path}, whose parameters are those of the place {@code owner} where there is one. */
    Scope(GraphBuilder builder, String path, @Nullable String owner) {
        this.builder = builder;
        this.path = path;
        this.owner = owner;
    }

    /** The scope {@code name} inside this one. */
    public Scope child(String name) {
        return new Scope(builder, path(name), owner == null ? null : inside(owner, name));
    }

    /** This place with the parameters of another, which are declared already: layers that share their weights. */
    public Scope sharing(Scope other) {
        return new Scope(builder, path, other.owner == null ? other.path : other.owner);
    }

    /** This place, with its parameters if they are declared already: what several layers have in common. */
    public Scope common() {
        return builder.declaresIn(path) ? sharing(this) : this;
    }

    /** The {@code index}-th scope inside this one. */
    public Scope child(int index) {
        return child(Integer.toString(index));
    }

    /** Declares a trainable parameter that weight decay pulls towards zero. */
    public Tensor weight(String name, Initializer initializer, long... shape) {
        return parameter(name, initializer, Motion.DECAYED, shape);
    }

    /** Declares a trainable parameter without weight decay: biases, norms, positions, class tokens. */
    public Tensor undecayed(String name, Initializer initializer, long... shape) {
        return parameter(name, initializer, Motion.UNDECAYED, shape);
    }

    /**
     * Declares a parameter that no optimizer moves but a rule of its own, an average over steps: see {@link Motion#averaged}. Something must give it its
     * gradient.
     */
    public Tensor averaged(String name, Initializer initializer, double share, long... shape) {
        return parameter(name, initializer, Motion.averaged(share), shape);
    }

    private Tensor parameter(String name, Initializer initializer, Motion motion, long... shape) {
        return owner == null
                ? builder.parameter(path(name), initializer, motion, shape)
                : builder.declared(inside(owner, name), shape);
    }

    /** Names an activation of this scope, so that its value can be asked for. */
    public Tensor named(String name, Tensor activation) {
        return activation.named(path(name));
    }

    /** Marks an activation that leads into a block or out of one, from which a plan may compute the block again. */
    public Tensor boundary(Tensor x) {
        builder.boundary(x);
        return x;
    }

    /**
     * Says that a boundary can be computed from later ones: a plan need not keep it.
     *
     * @param x the boundary
     * @param same the same again, but for rounding
     */
    public void inverse(Tensor x, Tensor same) {
        builder.inverse(x, same);
    }

    /** Adds something of each sample [B] to the loss, beside what the task says. */
    public void penalty(Tensor ofSamples) {
        builder.penalty(ofSamples);
    }

    /**
     * Says how likely a model's own choices were, in training: they become likelier where a sample's loss is smaller than usual, and else less likely (REINFORCE, Williams
     * 1992). The value of the loss does not change.
     *
     * @param logLikelihoods of the choices in each sample, [B]
     * @param baseline the usual reward, the negative of the loss: an averaged parameter, [1]
     */
    public void policy(Tensor logLikelihoods, Tensor baseline) {
        builder.policy(logLikelihoods, baseline);
    }

    /**
     * Sets each element to zero with probability {@code rate} and scales the rest by 1 / (1 - rate) (Srivastava et al.
     * 2014); the identity outside training. The first axis of {@code x} must be the batch.
     */
    public Tensor dropout(String name, Tensor x, double rate) {
        return builder.masked(path(name), x, rate, x.shape());
    }

    /**
     * Drops whole samples of a residual branch with probability {@code rate} (Huang et al. 2016, "stochastic depth"); the
     * identity outside training. The first axis of {@code x} must be the batch.
     */
    public Tensor stochasticDepth(String name, Tensor x, double rate) {
        long[] shape = new long[x.rank()];
        Arrays.fill(shape, 1);
        shape[0] = x.dimension(0);
        return builder.masked(path(name), x, rate, shape);
    }

    /**
     * Numbers that are drawn for each sample and step anew, [B, ...]; none outside training, where a model is a function of what it reads.
     *
     * @param shapeOfSample the shape without the batch
     */
    public Optional<Tensor> drawn(String name, Distribution distribution, long... shapeOfSample) {
        return builder.drawn(path(name), distribution, shapeOfSample);
    }

    private String path(String name) {
        return inside(path, name);
    }

    private static String inside(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
