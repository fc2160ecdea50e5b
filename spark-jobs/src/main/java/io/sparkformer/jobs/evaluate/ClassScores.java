package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.report.AveragePrecisionTable;
import io.sparkformer.jobs.runtime.Predictions;
import io.sparkformer.jobs.runtime.Wire;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Turns predictions sample by sample into those class by class, on the cluster: a task holds one class at a time. */
final class ClassScores {
    private ClassScores() {}

    /** Each class's average precision, in the order of the classes. */
    static List<AveragePrecisionTable.Row> averagePrecisions(JavaRDD<byte[]> scored, List<String> classes) {
        int count = classes.size();
        return scored
                .flatMapToPair(bytes -> byClass(Wire.fromBytes(bytes, Predictions.class), count))
                .groupByKey()
                .mapValues(ClassScores::measured)
                .collect()
                .stream()
                .sorted((one, other) -> Integer.compare(one._1(), other._1()))
                .map(pair -> row(classes.get(pair._1()), pair._2()))
                .toList();
    }

    private static Iterator<Tuple2<Integer, int[]>> byClass(Predictions part, int classes) {
        List<Tuple2<Integer, int[]>> pairs = new ArrayList<>();
        for (int candidate = 0; candidate < classes; candidate++) {
            int label = candidate;
            int[] packed = IntStream.range(0, part.samples())
                    .map(i -> AveragePrecision.packed(part.score(i, label), part.applies(i, label)))
                    .toArray();
            pairs.add(new Tuple2<>(candidate, packed));
        }
        return pairs.iterator();
    }

    /** Positives and average precision; an array travels by any serializer. */
    private static double[] measured(Iterable<int[]> parts) {
        int[] packed = StreamSupport.stream(parts.spliterator(), false)
                .flatMapToInt(IntStream::of)
                .toArray();
        return new double[] {AveragePrecision.positives(packed), AveragePrecision.of(packed)};
    }

    private static AveragePrecisionTable.Row row(String name, double[] measured) {
        return new AveragePrecisionTable.Row(name, (long) measured[0], Double.isNaN(measured[1]) ? null : measured[1]);
    }
}
