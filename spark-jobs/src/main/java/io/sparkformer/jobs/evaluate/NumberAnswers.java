package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Wire;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** A number for each text. */
record NumberAnswers() implements Answers {
    @Override
    public Measurement measure(Evaluator evaluator, Trial trial) {
        JavaRDD<byte[]> guesses = evaluator.answers(trial, NumberGuesses::of).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            NumberCounts counts = Evaluator.sum(
                    guesses.map(part -> Wire.toBytes(NumberCounts.of(Wire.fromBytes(part, NumberGuesses.class)))),
                    NumberCounts.class);
            return measurement(
                    counts, rankCorrelation(guesses, evaluator.spark().defaultParallelism()));
        } finally {
            guesses.unpersist(false);
        }
    }

    /** The pairs are few bytes each: as many parts as there are cores are enough to sort them. */
    private static @Nullable Double rankCorrelation(JavaRDD<byte[]> guesses, int parts) {
        JavaPairRDD<Float, Float> pairs =
                guesses.coalesce(parts).flatMapToPair(part -> pairs(Wire.fromBytes(part, NumberGuesses.class)));
        return RankCorrelation.of(pairs);
    }

    private static Iterator<Tuple2<Float, Float>> pairs(NumberGuesses guesses) {
        return IntStream.range(0, guesses.count())
                .mapToObj(i -> new Tuple2<>(guesses.values()[i], guesses.truth()[i]))
                .iterator();
    }

    private static Measurement measurement(NumberCounts counts, @Nullable Double rankCorrelation) {
        Moments moments = counts.moments();
        return new Measurement(
                moments.pairs(),
                List.of(
                        Figure.fine("pearson", "Correlation (Pearson)", moments.correlation()),
                        Figure.fine("spearman", "Rank correlation (Spearman)", rankCorrelation),
                        Figure.fine("meanSquaredError", "Mean squared error", moments.meanSquaredDifference()),
                        Figure.fine("loss", "Loss", counts.losses().mean(moments.pairs()))),
                List.of(),
                null);
    }

    @Override
    public SampleRows rows(int topK) {
        return new NumberRows();
    }
}
