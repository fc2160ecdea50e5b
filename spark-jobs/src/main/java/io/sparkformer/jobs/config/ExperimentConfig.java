package io.sparkformer.jobs.config;

import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.engine.NumericFingerprint;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Precision;

/** A whole experiment: what {@code conf/reference.conf} and an experiment's file say, bound. */
public record ExperimentConfig(
        @Key(
                value =
                        "Seed of everything random in training: initial parameters, order of the samples, augmentation, dropout.",
                role = Role.NUMERIC)
        long seed,

        @Key(
                value =
                        "Directory the job writes to (local path or any Hadoop file system); the option --output sets it too.",
                role = Role.OPERATIONAL)
        String output,

        @Key(
                value =
                        "What computes: cpu (oneDNN, OpenBLAS), nd4j (ND4J's own kernels, slower), or auto, the fastest that works.",
                role = Role.NUMERIC)
        Engine engine,

        @Key(
                value =
                        "In what products with weights are computed: f32, or bf16 (operands rounded, sums in f32; faster on CPUs that have it).",
                role = Role.NUMERIC)
        Precision precision,

        @Key(value = "How images become shards.", role = Role.SECTION)
        PrepareConfig prepare,

        @Key(value = "How texts become shards.", role = Role.SECTION)
        PrepareTextConfig prepareText,

        @Key(value = "Which texts are nearly the same.", role = Role.SECTION)
        NearDuplicatesConfig nearDuplicates,

        @Key(value = "How a tokenizer is learned.", role = Role.SECTION)
        TokenizerConfig tokenizer,

        @Key(value = "Which prepared data are read.", role = Role.SECTION)
        DataConfig data,

        @Key(value = "The model.", role = Role.SECTION) ModelConfig model,

        @Key(value = "What the model is trained to do.", role = Role.SECTION)
        TaskSettings task,

        @Key(value = "Random changes of the training images.", role = Role.SECTION)
        AugmentationConfig augmentation,

        @Key(value = "How the model is trained.", role = Role.SECTION)
        TrainingConfig training,

        @Key(value = "How a checkpoint is measured and asked.", role = Role.SECTION)
        EvaluationConfig evaluation,

        @Key(value = "How a causal language model continues prompts.", role = Role.SECTION)
        GenerationConfig generation,

        @Key(value = "How a trained model is written for other libraries.", role = Role.SECTION)
        ExportConfig export,

        @Key(value = "The linear model to compare with.", role = Role.SECTION)
        BaselineConfig baseline,

        @Key(value = "Which attentions meet, on which tasks.", role = Role.SECTION)
        ArenaConfig arena) {
    /** The same with another task. */
    public ExperimentConfig withTask(TaskSettings replaced) {
        return new ExperimentConfig(
                seed,
                output,
                engine,
                precision,
                prepare,
                prepareText,
                nearDuplicates,
                tokenizer,
                data,
                model,
                replaced,
                augmentation,
                training,
                evaluation,
                generation,
                export,
                baseline,
                arena);
    }

    /** A new engine for one plan. */
    public Kernels kernels() {
        return engine.create(precision);
    }

    /** What this process computes with the engine. */
    public String fingerprint() {
        return NumericFingerprint.of(engine, precision);
    }
}
