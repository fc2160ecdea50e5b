package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.config.CausalLanguageSettings;
import io.sparkformer.jobs.config.MaskedLanguageSettings;
import io.sparkformer.jobs.config.RegressionSettings;
import io.sparkformer.jobs.config.SpanSettings;
import io.sparkformer.jobs.config.TaggingSettings;
import io.sparkformer.jobs.config.TaskSettings;
import io.sparkformer.model.layer.Objective;

/** What the answers of a task are: how they are measured, and what a table says of them. */
sealed interface Answers
        permits ClassAnswers, SeveralClassAnswers, TokenAnswers, TagAnswers, SpanAnswers, NumberAnswers {
    /** Measures a model. */
    Measurement measure(Evaluator evaluator, Trial trial);

    /**
     * A row for each sample.
     *
     * @param topK how many classes are listed, where the answers are classes
     */
    SampleRows rows(int topK);

    /** Those of a model's task. */
    static Answers of(TrainedModel model) {
        TaskSettings task = model.run().experiment().task();
        if (task instanceof MaskedLanguageSettings || task instanceof CausalLanguageSettings) {
            return new TokenAnswers(task.type(), model.unigramEntropy());
        }
        if (task instanceof TaggingSettings) {
            return new TagAnswers(model.saved().classes());
        }
        if (task instanceof SpanSettings) {
            return new SpanAnswers();
        }
        if (task instanceof RegressionSettings) {
            return new NumberAnswers();
        }
        return model.run().experiment().training().loss() == Objective.SIGMOID
                ? new SeveralClassAnswers(model.saved().classes())
                : new ClassAnswers(model.saved().classes());
    }
}
