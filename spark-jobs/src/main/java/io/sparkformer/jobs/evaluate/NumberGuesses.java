package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.runtime.Inference;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * The numbers that a model gives consecutive texts.
 *
 * @param values the model's, finite
 * @param truth the texts' own
 * @param losses of the texts
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NumberGuesses(float[] values, float[] truth, float[] losses) implements Serializable {
    private static final long serialVersionUID = 1;

    private record Guess(float value, float truth, float loss) {}

    static NumberGuesses of(Inference model, SampleRange range) throws IOException {
        List<Guess> guesses =
                model.read(range.from(), range.to(), (text, logits, loss) -> new Guess(logits[0], text.number(), loss));
        int count = guesses.size();
        NumberGuesses all = new NumberGuesses(new float[count], new float[count], new float[count]);
        for (int i = 0; i < count; i++) {
            Guess guess = guesses.get(i);
            if (!Float.isFinite(guess.value())) {
                throw new UserError(
                        "The model's number for " + model.source(range.from() + i) + " is " + guess.value(),
                        "Name an earlier checkpoint, or train with a lower training.schedule.learning-rate");
            }
            all.values[i] = guess.value();
            all.truth[i] = guess.truth();
            all.losses[i] = guess.loss();
        }
        return all;
    }

    int count() {
        return values.length;
    }
}
