package io.sparkformer.benchmark.study;

import java.util.List;

/**
 * The runs that differ in their seed only.
 *
 * @param samples in the training set
 * @param runs one for each seed
 */
record StudyCell(int samples, List<StudyRun> runs) {
    StudyCell {
        runs = List.copyOf(runs);
    }

    /** Mean accuracy on the test split. */
    double mean() {
        return runs.stream().mapToDouble(StudyRun::testTop1).average().orElse(Double.NaN);
    }

    /** Standard deviation over the seeds, of a sample; 0 of a single run. */
    double deviation() {
        double mean = mean();
        double squares = runs.stream()
                .mapToDouble(run -> (run.testTop1() - mean) * (run.testTop1() - mean))
                .sum();
        return runs.size() < 2 ? 0 : Math.sqrt(squares / (runs.size() - 1));
    }
}
