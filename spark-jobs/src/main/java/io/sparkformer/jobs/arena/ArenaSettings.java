package io.sparkformer.jobs.arena;

import io.sparkformer.jobs.config.ArenaConfig;
import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Precision;
import java.io.Serializable;

/** What all trials have in common. */
record ArenaSettings(ArenaConfig arena, Engine engine, Precision precision, long seed) implements Serializable {
    private static final long serialVersionUID = 1;

    /** A new engine for one plan. */
    Kernels kernels() {
        return engine.create(precision);
    }
}
