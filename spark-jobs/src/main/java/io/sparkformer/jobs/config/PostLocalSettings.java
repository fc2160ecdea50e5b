package io.sparkformer.jobs.config;

/**
 * Post-local SGD: an average after every step for the first part of the run, then after {@code training.local-steps} (Lin et
 * al., 2020, arXiv:1808.07217, who change at the first decay of the learning rate, in the middle of the run).
 */
@TypeName("post-local")
public record PostLocalSettings(
        @Key(value = "Share of the run's steps after each of which is averaged, in [0, 1].", role = Role.NUMERIC)
        double synchronousShare)
        implements RoundsSettings {
    /** Refuses values that cannot work. */
    public PostLocalSettings {
        new Requirements().between("synchronous-share", synchronousShare, 0, 1).check();
    }
}
