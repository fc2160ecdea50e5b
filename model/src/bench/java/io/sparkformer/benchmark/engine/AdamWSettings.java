package io.sparkformer.benchmark.engine;

import io.sparkformer.model.optimizer.AdamWConfig;

/** The optimizer of all engines. */
final class AdamWSettings {
    static final double LEARNING_RATE = 1e-4;
    static final AdamWConfig CONFIG = new AdamWConfig(0.9, 0.999, 1e-8, 0.05);

    private AdamWSettings() {}
}
