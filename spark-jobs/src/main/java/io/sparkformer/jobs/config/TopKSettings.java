package io.sparkformer.jobs.config;

import io.sparkformer.model.generation.Decoding;

/** One of the likeliest tokens, drawn (Fan et al., 2018, arXiv:1805.04833). */
@TypeName("top-k")
public record TopKSettings(
        @Key(value = "How many of the likeliest tokens one is drawn from.", role = Role.NUMERIC)
        int k,

        @Key(
                value = "Divides the logits before one is drawn: below 1 likely tokens become likelier; above 0.",
                role = Role.NUMERIC)
        double temperature)
        implements DecodingSettings {
    /** Refuses values that cannot work. */
    public TopKSettings {
        new Requirements()
                .atLeast("k", k, 1)
                .positive("temperature", temperature)
                .check();
    }

    @Override
    public Decoding decoding() {
        return new Decoding.TopK(k, temperature);
    }
}
