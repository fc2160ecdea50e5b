package io.sparkformer.jobs.report;

import io.sparkformer.jobs.report.Chart.Point;
import io.sparkformer.jobs.report.Chart.Series;
import io.sparkformer.jobs.report.Chart.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The curves of a training run. */
public final class TrainingCharts {
    private static final String STEP = "step";
    private static final double SMOOTHED_SHARE = 0.05;

    private TrainingCharts() {}

    /** The charts of a run's events: loss, accuracy, learning rate, speed, gradient norm, time. */
    public static List<Chart> of(List<MetricsEvent> events) {
        List<RoundEvent> rounds = eventsOf(RoundEvent.class, events);
        List<EvaluationEvent> evaluations = eventsOf(EvaluationEvent.class, events);
        Series loss = series("training, each round", rounds, RoundEvent::loss, true);
        return List.of(
                new Chart(
                        "Loss",
                        STEP,
                        Unit.NUMBER,
                        List.of(
                                loss,
                                new Series("training, smoothed", smoothed(loss.points()), false),
                                series("evaluation", evaluations, EvaluationEvent::loss, false))),
                new Chart("Accuracy", STEP, Unit.PERCENT, accuracy(evaluations)),
                chart("Learning rate", rounds, RoundEvent::learningRate),
                chart("Samples per second", rounds, RoundEvent::samplesPerSecond),
                chart("Gradient norm before clipping", rounds, RoundEvent::gradientNorm),
                new Chart(
                        "Seconds of a round",
                        STEP,
                        Unit.NUMBER,
                        List.of(
                                series("whole round", rounds, RoundEvent::seconds, false),
                                series("averaging", rounds, RoundEvent::secondsAveraging, false),
                                series("waiting for data", rounds, RoundEvent::secondsWaitingForData, false))));
    }

    private static List<Series> accuracy(List<EvaluationEvent> evaluations) {
        List<Series> accuracy = new ArrayList<>(List.of(
                series("top 1", evaluations, EvaluationEvent::top1, false),
                series("top 5", evaluations, EvaluationEvent::top5, false)));
        if (evaluations.stream().anyMatch(event -> event.meanAveragePrecision() != null)) {
            // A point that is not a number is left out.
            accuracy.add(series(
                    "mean average precision",
                    evaluations,
                    event -> Objects.requireNonNullElse(event.meanAveragePrecision(), Double.NaN),
                    false));
        }
        return accuracy;
    }

    private static <T extends MetricsEvent> List<T> eventsOf(Class<T> type, List<MetricsEvent> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Chart chart(String title, List<RoundEvent> rounds, ToDoubleFunction<RoundEvent> value) {
        return new Chart(title, STEP, Unit.NUMBER, List.of(series(title, rounds, value, false)));
    }

    private static <T extends MetricsEvent> Series series(
            String name, List<T> events, ToDoubleFunction<T> value, boolean faint) {
        List<Point> points = events.stream()
                .map(event -> new Point(event.step(), value.applyAsDouble(event)))
                .toList();
        return new Series(name, points, faint);
    }

    /** An exponential moving average over about a twentieth of the run, without the pull towards 0 at its beginning. */
    private static List<Point> smoothed(List<Point> points) {
        double decay = 1 - 1 / Math.max(1, points.size() * SMOOTHED_SHARE);
        List<Point> smoothed = new ArrayList<>();
        double sum = 0;
        double weight = 0;
        for (Point point : points) {
            sum = decay * sum + (1 - decay) * point.y();
            weight = decay * weight + (1 - decay);
            smoothed.add(new Point(point.x(), sum / weight));
        }
        return smoothed;
    }
}
