package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.UserError;
import java.util.List;

/**
 * Masked or next tokens, of which nobody wants a table.
 *
 * @param task what the task is called
 * @param unigramEntropy of the training split's tokens, each for itself, in nats: the loss of who knows nothing but how frequent
 *     they are
 */
record TokenAnswers(String task, double unigramEntropy) implements Answers {
    @Override
    public Measurement measure(Evaluator evaluator, Trial trial) {
        Evaluation evaluation = evaluator.evaluate(trial);
        return Measurement.of(
                evaluation,
                List.of(
                        new Figure("perplexity", "Perplexity", StrictMath.exp(evaluation.loss()), Figure.Style.COARSE),
                        Figure.fine("unigramEntropy", "Unigram entropy", unigramEntropy)),
                List.of(),
                null);
    }

    @Override
    public SampleRows rows(int topK) {
        throw new UserError(
                "The model was trained with task.type = " + task + ": it guesses tokens, and has no answer for a text",
                "Name a checkpoint of another task, or run embed for the texts' vectors");
    }
}
