package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.evaluate.Measurement.Detail;
import io.sparkformer.jobs.runtime.Inference;
import java.io.IOException;
import java.util.List;

/** The part of a text that answers a question, or none. */
record SpanAnswers() implements Answers {
    @Override
    public Measurement measure(Evaluator evaluator, Trial trial) {
        SpanCounts counts = evaluator.count(trial, SpanCounts.class, SpanAnswers::count);
        SpanCounts.Scores all = counts.answered().plus(counts.unanswered());
        return new Measurement(
                all.texts(),
                List.of(
                        Figure.share("exactMatch", "Exact match", all.means().exactMatch()),
                        Figure.share("f1", "Token F1", all.means().f1()),
                        Figure.fine("loss", "Loss", counts.losses().mean(all.texts()))),
                List.of(
                        new Detail("answered", counts.answered().means()),
                        new Detail("unanswered", counts.unanswered().means())),
                null);
    }

    private static SpanCounts count(Inference model, SampleRange range) throws IOException {
        return model
                .read(
                        range.from(),
                        range.to(),
                        (text, logits, loss) ->
                                SpanCounts.of(text, SpanGuess.of(text, logits).span(), loss))
                .stream()
                .reduce(SpanCounts.ZERO, SpanCounts::plus);
    }

    @Override
    public SampleRows rows(int topK) {
        return new SpanRows();
    }
}
