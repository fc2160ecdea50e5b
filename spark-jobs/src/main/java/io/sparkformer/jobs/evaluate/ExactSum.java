package io.sparkformer.jobs.evaluate;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * A sum of floating-point numbers that rounds nothing, so that it depends neither on their order nor on how they were divided.
 *
 * @param finite the sum of the finite ones
 * @param others the sum of the rest, infinities and what is no number; 0 where there are none
 */
record ExactSum(BigDecimal finite, double others) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of nothing. */
    static final ExactSum ZERO = new ExactSum(BigDecimal.ZERO, 0);

    ExactSum plus(double number) {
        return Double.isFinite(number)
                ? new ExactSum(finite.add(new BigDecimal(number)), others)
                : new ExactSum(finite, others + number);
    }

    ExactSum plus(ExactSum other) {
        return new ExactSum(finite.add(other.finite), others + other.others);
    }

    /** The sum, rounded once. */
    double value() {
        return others == 0 ? finite.doubleValue() : others;
    }

    /** The mean of so many; what is no number where there are none. */
    double mean(long count) {
        return value() / count;
    }
}
