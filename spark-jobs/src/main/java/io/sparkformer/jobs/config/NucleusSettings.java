package io.sparkformer.jobs.config;

import io.sparkformer.model.generation.Decoding;

/** One of the fewest tokens that together are likely enough, drawn (Holtzman et al., 2020, arXiv:1904.09751). */
@TypeName("nucleus")
public record NucleusSettings(
        @Key(
                value = "How likely the fewest tokens that one is drawn from are together, in (0, 1]; 1 for all.",
                role = Role.NUMERIC)
        double p,

        @Key(
                value = "Divides the logits before one is drawn: below 1 likely tokens become likelier; above 0.",
                role = Role.NUMERIC)
        double temperature)
        implements DecodingSettings {
    /** Refuses values that cannot work. */
    public NucleusSettings {
        new Requirements()
                .positive("p", p)
                .between("p", p, 0, 1)
                .positive("temperature", temperature)
                .check();
    }

    @Override
    public Decoding decoding() {
        return new Decoding.Nucleus(p, temperature);
    }
}
