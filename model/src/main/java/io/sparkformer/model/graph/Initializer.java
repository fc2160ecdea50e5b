package io.sparkformer.model.graph;

import io.sparkformer.model.random.CounterRandom;

/** How a parameter starts: a pure function of a key, so that every process starts a run from the same bits. */
@FunctionalInterface
public interface Initializer {
    /** The initial value of element {@code index} of the parameter whose key is {@code key}. */
    float value(long key, long index);

    /** All zeros. */
    static Initializer zeros() {
        return (key, index) -> 0;
    }

    /** All ones. */
    static Initializer ones() {
        return (key, index) -> 1;
    }

    /** Normal with mean 0 and the given standard deviation. */
    static Initializer normal(double deviation) {
        return (key, index) -> (float) (deviation * CounterRandom.gaussian(key, index));
    }

    /** Uniform in (-limit, limit). */
    static Initializer uniform(double limit) {
        return (key, index) -> (float) (limit * (2.0 * CounterRandom.uniform(key, index) - 1));
    }

    /** Uniform with variance 2 / (inputs + outputs) (Glorot and Bengio 2010, equation 16). */
    static Initializer xavierUniform(long inputs, long outputs) {
        return uniform(Math.sqrt(6.0 / (inputs + outputs)));
    }

    /** Normal with variance 1 / inputs (LeCun et al. 1998, section 4.6). */
    static Initializer lecunNormal(long inputs) {
        return normal(Math.sqrt(1.0 / inputs));
    }

    /** Normal with variance 2 / inputs, for what a rectifier follows or precedes (He et al. 2015, equation 10). */
    static Initializer heNormal(long inputs) {
        return normal(Math.sqrt(2.0 / inputs));
    }
}
