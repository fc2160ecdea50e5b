package io.sparkformer.jobs.config;

/** Differences of a round as 8-bit integers in blocks of one scale (Rouhani et al., 2023, arXiv:2310.10537). */
@TypeName("int8")
public record Int8CompressionSettings(
        @Key(
                value = "Whether a replica keeps what rounding took from its difference, and adds it to the next one.",
                role = Role.NUMERIC)
        boolean errorFeedback,

        @Key(value = "Neighbouring parameters that share a scale, from 1 to 65536.", role = Role.NUMERIC)
        int blockLength)
        implements CompressionSettings {
    private static final int LONGEST = 65_536;

    /** Refuses values that cannot work. */
    public Int8CompressionSettings {
        new Requirements().between("block-length", blockLength, 1, LONGEST).check();
    }
}
