package io.sparkformer.jobs.config;

/** What a model is trained to do, chosen by the key {@code task.type}. Models of images classify. */
public sealed interface TaskSettings
        permits ClassificationSettings,
                MaskedLanguageSettings,
                CausalLanguageSettings,
                RegressionSettings,
                TaggingSettings,
                SpanSettings {
    /** What {@code task.type} calls it. */
    default String type() {
        return RecordSchema.typeName(getClass());
    }

    /** The same without what is asked in training only, which weights of others have no head for. */
    default TaskSettings withoutAuxiliaries() {
        return this;
    }
}
