package io.sparkformer.jobs.arena;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** How cost grows with the length: the slope of the line that fits their logarithms best. 1 is linear, 2 quadratic. */
final class Slope {
    private Slope() {}

    static double ofTime(List<LengthResult> results) {
        return of(results, LengthResult::seconds);
    }

    static double ofMemory(List<LengthResult> results) {
        return of(results, LengthResult::bytes);
    }

    private static double of(List<LengthResult> results, ToDoubleFunction<LengthResult> cost) {
        List<LengthResult> served =
                results.stream().filter(one -> one.refusal().isEmpty()).toList();
        double x = served.stream().mapToDouble(Slope::logLength).average().orElse(0);
        double y = served.stream()
                .mapToDouble(one -> Math.log(cost.applyAsDouble(one)))
                .average()
                .orElse(0);
        double products = 0;
        double squares = 0;
        for (LengthResult one : served) {
            products += (logLength(one) - x) * (Math.log(cost.applyAsDouble(one)) - y);
            squares += (logLength(one) - x) * (logLength(one) - x);
        }
        return squares == 0 ? Double.NaN : products / squares;
    }

    private static double logLength(LengthResult one) {
        return Math.log(one.tokens());
    }
}
