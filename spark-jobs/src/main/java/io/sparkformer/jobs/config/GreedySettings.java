package io.sparkformer.jobs.config;

import io.sparkformer.model.generation.Decoding;

/** Always the likeliest token. */
@TypeName("greedy")
public record GreedySettings() implements DecodingSettings {
    @Override
    public Decoding decoding() {
        return new Decoding.Greedy();
    }
}
