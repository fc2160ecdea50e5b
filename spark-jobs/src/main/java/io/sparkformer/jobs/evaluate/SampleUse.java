package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Inference;
import java.io.IOException;
import java.io.Serializable;

/**
 * What is done with a model and a stretch of samples. Travels to executors.
 *
 * @param <R> what comes of it
 */
@FunctionalInterface
interface SampleUse<R> extends Serializable {
    R of(Inference model, SampleRange range) throws IOException;

    /** Whether it asks for features only, for which a language model needs no head. */
    default boolean ofFeatures() {
        return false;
    }
}
