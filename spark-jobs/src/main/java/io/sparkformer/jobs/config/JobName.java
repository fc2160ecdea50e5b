package io.sparkformer.jobs.config;

import java.util.List;

/** The jobs, one per sub-command, and the sections of the configuration that decide their results. */
public enum JobName {
    /** Turns image files into shards and a manifest. */
    PREPARE_IMAGES,
    /** Turns texts into shards of tokens and a manifest. */
    PREPARE_TEXT,
    /** Finds texts that are nearly the same. */
    FIND_NEAR_DUPLICATES,
    /** Learns a vocabulary from text. */
    TRAIN_TOKENIZER,
    /** Trains a model by parameter averaging. */
    TRAIN,
    /** Measures a checkpoint on one split. */
    EVALUATE,
    /** Writes a checkpoint's answers for one split. */
    PREDICT,
    /** Writes what a checkpoint's head sees of one split. */
    EMBED,
    /** Continues prompts by a checkpoint's language model. */
    GENERATE,
    /** Writes a checkpoint's model for other libraries. */
    EXPORT,
    /** Describes a configuration, a shard, a manifest or a checkpoint. */
    INSPECT,
    /** Fits a linear model on the same pixels, to compare with. */
    BASELINE,
    /** Lets all kinds of attention meet. */
    ARENA,
    /** Shows that the cluster computes as promised. */
    PARITY;

    /** The sub-command, for instance {@code prepare-images}. */
    public String commandName() {
        return KeyNames.ofConstant(this);
    }

    /** The top-level keys that the job's result depends on. */
    public List<String> sections() {
        return switch (this) {
            case PREPARE_IMAGES -> List.of("prepare");
            case PREPARE_TEXT -> List.of("prepare-text");
            case FIND_NEAR_DUPLICATES -> List.of("prepare-text", "near-duplicates");
            case TRAIN_TOKENIZER -> List.of("tokenizer");
            case TRAIN -> List.of("seed", "data", "model", "task", "augmentation", "training");
            case EVALUATE, PREDICT, EMBED -> List.of("data", "evaluation");
            case GENERATE -> List.of("seed", "data", "evaluation", "generation");
            case EXPORT -> List.of("evaluation", "export");
            case ARENA -> List.of("seed", "arena");
            case INSPECT, PARITY -> List.of();
            case BASELINE -> List.of("data", "evaluation", "baseline");
        };
    }
}
