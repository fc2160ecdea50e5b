package io.sparkformer.jobs.config;

/** The greatest differences of a round, and what was not sent in a later one (Stich et al., 2018, arXiv:1809.07599). */
@TypeName("top-k")
public record TopKCompressionSettings(
        @Key(value = "Share of the parameters whose differences are sent, in (0, 1].", role = Role.NUMERIC)
        double keptFraction)
        implements CompressionSettings {
    /** Refuses values that cannot work. */
    public TopKCompressionSettings {
        new Requirements()
                .positive("kept-fraction", keptFraction)
                .between("kept-fraction", keptFraction, 0, 1)
                .check();
    }
}
