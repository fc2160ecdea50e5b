package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.MaskedLanguageSettings;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.SequenceClassification;
import io.sparkformer.model.language.SequenceRegression;
import io.sparkformer.model.language.SpanExtraction;
import io.sparkformer.model.language.TextEncoder;
import io.sparkformer.model.language.TokenClassification;

/** From an experiment's task to what it makes of records. */
final class Examples {
    private Examples() {}

    /**
     * Chooses.
     *
     * @param special the tokenizer's tokens
     * @param smoothing of class labels, 0 where a model is measured
     */
    static TextExamples of(ExperimentConfig experiment, LanguageTask task, SpecialTokens special, double smoothing) {
        int padding = padding(special);
        if (task instanceof MaskedLanguage masked) {
            return new MaskedExamples(masked, (MaskedLanguageSettings) experiment.task(), special, padding);
        }
        if (task instanceof CausalLanguage causal) {
            return new CausalExamples(causal, padding);
        }
        if (task instanceof SequenceRegression regression) {
            return new NumberExamples(regression, padding);
        }
        if (task instanceof TokenClassification tagging) {
            return new TagExamples(tagging, padding);
        }
        if (task instanceof SpanExtraction span) {
            return new SpanExamples(span, padding);
        }
        return new ClassExamples((SequenceClassification) task, smoothing, padding);
    }

    /** What is made of records where nothing is guessed. */
    static TextExamples vectors(TextEncoder encoder, SpecialTokens special) {
        return new VectorExamples(encoder, padding(special));
    }

    private static int padding(SpecialTokens special) {
        return Math.max(0, special.pad());
    }
}
