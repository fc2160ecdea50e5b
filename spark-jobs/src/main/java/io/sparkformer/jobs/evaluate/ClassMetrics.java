package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.mllib.linalg.Matrix;
import scala.Tuple2;

/**
 * Metrics per class, by MLlib.
 *
 * @param classes names of the classes
 * @param confusion samples by [true class][predicted class]
 * @param perClass one entry per class
 */
record ClassMetrics(List<String> classes, List<List<Long>> confusion, List<Entry> perClass) {
    /**
     * One class.
     *
     * @param name of the class
     * @param samples of it
     * @param precision share of its predictions that are right; 0 where it is never predicted
     * @param recall share of its samples that are predicted right; 0 where it has none
     * @param f1 harmonic mean of the two
     */
    record Entry(String name, long samples, double precision, double recall, double f1) {}

    static ClassMetrics of(JavaSparkContext spark, List<Predictions> predictions, List<String> classes) {
        List<Tuple2<Object, Object>> pairs = new ArrayList<>();
        for (Predictions part : predictions) {
            for (int i = 0; i < part.samples(); i++) {
                if (part.label(i) >= 0) { // a sample without a label belongs to no row
                    pairs.add(new Tuple2<>((double) part.ranked(i, 0), (double) part.label(i)));
                }
            }
        }
        JavaRDD<Tuple2<Object, Object>> rdd = spark.parallelize(pairs);
        MulticlassMetrics metrics = new MulticlassMetrics(rdd.rdd());
        long[][] confusion = confusion(metrics, classes.size());
        List<List<Long>> rows = Arrays.stream(confusion)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
        return new ClassMetrics(classes, rows, entries(metrics, classes, confusion));
    }

    /** MLlib's matrix has rows and columns only for classes that occur. */
    private static long[][] confusion(MulticlassMetrics metrics, int classes) {
        long[][] confusion = new long[classes][classes];
        double[] labels = metrics.labels();
        Matrix matrix = metrics.confusionMatrix();
        for (int truth = 0; truth < labels.length; truth++) {
            for (int predicted = 0; predicted < labels.length; predicted++) {
                confusion[(int) labels[truth]][(int) labels[predicted]] = Math.round(matrix.apply(truth, predicted));
            }
        }
        return confusion;
    }

    private static List<Entry> entries(MulticlassMetrics metrics, List<String> classes, long[][] confusion) {
        Set<Integer> known = new HashSet<>();
        for (double label : metrics.labels()) {
            known.add((int) label);
        }
        List<Entry> entries = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            long samples = 0;
            for (long count : confusion[label]) {
                samples += count;
            }
            boolean occurs = known.contains(label);
            entries.add(new Entry(
                    classes.get(label),
                    samples,
                    occurs ? metrics.precision(label) : 0,
                    occurs && samples > 0 ? metrics.recall(label) : 0,
                    occurs && samples > 0 ? metrics.fMeasure(label) : 0));
        }
        return entries;
    }
}
