package io.sparkformer.jobs.evaluate;

import java.io.Serializable;

/**
 * What is counted of a stretch of samples. It adds up exactly: neither the order of the stretches nor their lengths show in the sum.
 *
 * @param <T> itself
 */
interface Counted<T extends Counted<T>> extends Serializable {
    /** Of both. */
    T plus(T other);
}
