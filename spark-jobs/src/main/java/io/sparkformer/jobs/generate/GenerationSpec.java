package io.sparkformer.jobs.generate;

import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.model.generation.DecoderShape;
import io.sparkformer.model.generation.Generator;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * What executors need to know of the texts that are wanted.
 *
 * @param configuration that of the job, as JSON
 * @param room tokens of the longest text
 * @param ends tokens that end a text
 */
record GenerationSpec(String configuration, int room, List<Integer> ends) implements Serializable {
    private static final long serialVersionUID = 1;

    /** A product of a single row takes another way through the libraries, and rounds in another order. */
    private static final int SMALLEST_BATCH = 2;

    ExperimentConfig experiment() {
        return ConfigLoader.ofJson(configuration).experiment();
    }

    DecoderShape shape() {
        return DecoderShape.of(
                Math.max(SMALLEST_BATCH, experiment().generation().batchSize()), room);
    }

    Generator.Settings settings() {
        return new Generator.Settings(
                experiment().generation().method().decoding(),
                experiment().generation().newTokens(),
                Set.copyOf(ends));
    }
}
