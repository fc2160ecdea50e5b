package io.sparkformer.jobs.exchange;

import java.io.IOException;
import java.io.Serializable;

/** Where an executor gets a model's parameters from. */
@FunctionalInterface
public interface ParameterSource extends Serializable {
    /** The parameters, in layout order. Not to be modified. */
    float[] parameters() throws IOException;
}
