package io.sparkformer.jobs.config;

/** Which prepared data a job reads. */
public record DataConfig(
        @Key(
                value =
                        "The output directory of prepare-images or prepare-text; its manifest's hash, not its place, identifies the data.",
                role = Role.OPERATIONAL)
        String directory,

        @Key(value = "Name of the split to train on.", role = Role.NUMERIC)
        String train,

        @Key(
                value =
                        "How many samples of it train uses, drawn by the seed, smaller subsets being part of larger ones; 0 for all.",
                role = Role.NUMERIC)
        int trainSamples,

        @Key(value = "Name of the split that is evaluated between rounds; empty for none.", role = Role.OPERATIONAL)
        String tune,

        @Key(
                value =
                        "How many blocks of a shard are shuffled together: more is more random, and reads in smaller pieces.",
                role = Role.NUMERIC)
        int windowBlocks) {
    /** Refuses values that cannot work. */
    public DataConfig {
        new Requirements()
                .notBlank("train", train)
                .atLeast("train-samples", trainSamples, 0)
                .atLeast("window-blocks", windowBlocks, 1)
                .check();
    }
}
