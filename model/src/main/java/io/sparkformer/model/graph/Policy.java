package io.sparkformer.model.graph;

import static java.util.stream.Collectors.toMap;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Choices that a model makes at random and learns by what came of them (Williams 1992): the gradient of the expected loss is that of -(reward - baseline) log p, with the
 * negative of a sample's loss for its reward.
 *
 * @param logLikelihoods log p of what was chosen in each sample, [B]
 * @param baseline the usual reward, an averaged parameter, [1]
 */
record Policy(Tensor logLikelihoods, Tensor baseline) {
    /**
     * What is added to the losses of samples [B] so that policies and their baselines learn: terms [B] of value 0.
     *
     * @param policies those with the same baseline have it together
     */
    static List<Tensor> learning(List<Policy> policies, Tensor losses) {
        Tensor seen = Arithmetic.detached(losses);
        Stream<Tensor> choices = policies.stream().map(policy -> policy.term(seen));
        Stream<Tensor> usual = policies.stream()
                .collect(toMap(policy -> policy.baseline.name(), Policy::baseline, (same, again) -> same, TreeMap::new))
                .values()
                .stream()
                .map(baseline -> towards(baseline, seen));
        return Stream.concat(choices, usual).map(Policy::worthNothing).toList();
    }

    /** (loss + baseline) log p. */
    private Tensor term(Tensor losses) {
        Tensor worseThanUsual = Arithmetic.add(losses, Arithmetic.detached(baseline));
        return Arithmetic.multiply(worseThanUsual, logLikelihoods);
    }

    /** What has the way from the reward to the baseline for its gradient. */
    private static Tensor towards(Tensor baseline, Tensor losses) {
        Tensor way = Arithmetic.detached(Arithmetic.add(losses, baseline));
        return Arithmetic.multiply(Shaping.broadcastTo(baseline, losses.shape()), way);
    }

    private static Tensor worthNothing(Tensor term) {
        return Arithmetic.subtract(term, Arithmetic.detached(term));
    }
}
