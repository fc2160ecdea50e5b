package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How fast each parameter learns, as a multiple of the schedule's rate. A parameter of multiple 0 is frozen: no step, no
 * decay and no rounding moves it, its moments stay zero, and its gradient does not count in the norm that is clipped.
 *
 * <p>As in PyTorch's groups of parameters the multiple applies to whatever the rate does, to decoupled weight decay as well.
 */
public final class ParameterRates {
    private static final ParameterRates EQUAL = new ParameterRates(Map.of());

    private final Map<String, Double> multiples;

    private ParameterRates(Map<String, Double> multiples) {
        this.multiples = multiples;
    }

    /** All parameters learn at the schedule's rate. */
    public static ParameterRates equal() {
        return EQUAL;
    }

    /**
     * Rates by parameter.
     *
     * @param multiples by name, 0 or more; a parameter without one has 1
     * @param layout the parameters there are
     * @throws IllegalArgumentException if a multiple is negative or not finite, belongs to no parameter, or all are 0
     */
    public static ParameterRates of(Map<String, Double> multiples, ParameterLayout layout) {
        multiples.forEach((name, multiple) ->
                Checks.notNegative("rate of " + layout.parameter(name).name(), multiple));
        ParameterRates rates = new ParameterRates(new TreeMap<>(multiples));
        if (layout.parameters().stream().allMatch(rates::frozen)) {
            throw new IllegalArgumentException("all parameters are frozen: leave at least one to be trained");
        }
        return rates;
    }

    /** The multiple of one parameter. */
    public double of(ParameterSpec parameter) {
        return multiples.getOrDefault(parameter.name(), 1.0);
    }

    /** The names of the parameters that never move. */
    public Set<String> frozen() {
        return multiples.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a parameter never moves. */
    public boolean frozen(ParameterSpec parameter) {
        return of(parameter) == 0;
    }
}
