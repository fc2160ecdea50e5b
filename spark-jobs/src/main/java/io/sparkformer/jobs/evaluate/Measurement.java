package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.report.ClassResults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What measuring a split came to.
 *
 * @param samples how many questions were asked
 * @param figures the most important first
 * @param details further fields of the summary
 * @param table class by class, for the report; null where nothing is divided into classes
 */
record Measurement(
        long samples,
        List<Figure> figures,
        List<Detail> details,
        @Nullable ClassResults table) {
    /**
     * A field of the summary that is no number.
     *
     * @param key its name
     * @param value records or lists
     */
    record Detail(String key, Object value) {}

    /** Of questions whose answers are classes; {@code first} are figures that matter more than these. */
    static Measurement of(
            Evaluation evaluation, List<Figure> first, List<Detail> details, @Nullable ClassResults table) {
        List<Figure> figures = new ArrayList<>(first);
        figures.add(Figure.share("top1", "Top-1", evaluation.top1()));
        figures.add(Figure.share("top5", "Top-5", evaluation.top5()));
        figures.add(Figure.fine("loss", "Loss", evaluation.loss()));
        return new Measurement(evaluation.samples(), figures, details, table);
    }
}
