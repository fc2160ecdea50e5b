package io.sparkformer.jobs.evaluate;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Sums over pairs of numbers, of which nothing is rounded: what is computed of them depends neither on the pairs' order nor on how
 * they were divided, and loses no digits where sums nearly cancel.
 *
 * @param pairs how many there are
 * @param x sum of the first numbers
 * @param y sum of the second
 * @param xx sum of the first's squares
 * @param yy sum of the second's
 * @param xy sum of the products
 */
record Moments(long pairs, BigDecimal x, BigDecimal y, BigDecimal xx, BigDecimal yy, BigDecimal xy)
        implements Counted<Moments> {
    private static final long serialVersionUID = 1;

    private static final MathContext DIGITS = MathContext.DECIMAL128;
    private static final BigDecimal NONE = BigDecimal.ZERO;

    /** Of no pair. */
    static final Moments ZERO = new Moments(0, NONE, NONE, NONE, NONE, NONE);

    /** Of one pair of finite numbers. */
    static Moments of(double first, double second) {
        BigDecimal x = new BigDecimal(first);
        BigDecimal y = new BigDecimal(second);
        return new Moments(1, x, y, x.multiply(x), y.multiply(y), x.multiply(y));
    }

    @Override
    public Moments plus(Moments other) {
        return new Moments(
                pairs + other.pairs,
                x.add(other.x),
                y.add(other.y),
                xx.add(other.xx),
                yy.add(other.yy),
                xy.add(other.xy));
    }

    /** The mean of the squared differences. */
    double meanSquaredDifference() {
        BigDecimal sum = xx.subtract(xy).subtract(xy).add(yy);
        return sum.divide(BigDecimal.valueOf(pairs), DIGITS).doubleValue();
    }

    /** Pearson's correlation; null where all first or all second numbers are the same. */
    @Nullable Double correlation() {
        BigDecimal variances = spread(xx, x, x).multiply(spread(yy, y, y));
        return variances.signum() == 0
                ? null
                : spread(xy, x, y).divide(variances.sqrt(DIGITS), DIGITS).doubleValue();
    }

    /** pairs^2 times a variance or the covariance. */
    private BigDecimal spread(BigDecimal products, BigDecimal one, BigDecimal other) {
        return products.multiply(BigDecimal.valueOf(pairs)).subtract(one.multiply(other));
    }
}
