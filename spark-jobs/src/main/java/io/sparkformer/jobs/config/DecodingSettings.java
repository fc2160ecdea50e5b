package io.sparkformer.jobs.config;

import io.sparkformer.model.generation.Decoding;

/** How the next token is chosen, by the key {@code generation.method.type}. */
public sealed interface DecodingSettings permits GreedySettings, TopKSettings, NucleusSettings {
    /** The same for a model. */
    Decoding decoding();
}
