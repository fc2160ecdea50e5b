package io.sparkformer.jobs.config;

import java.util.List;

/** The checks that all schedules share. */
final class ScheduleChecks {
    private ScheduleChecks() {}

    static Requirements of(double learningRate, int warmupSteps, double finalLearningRate) {
        return new Requirements()
                .positive("learning-rate", learningRate)
                .atLeast("warmup-steps", warmupSteps, 0)
                .atLeast("final-learning-rate", finalLearningRate, 0.0)
                .together(
                        !(finalLearningRate > learningRate),
                        List.of("final-learning-rate", "learning-rate"),
                        finalLearningRate,
                        "is above learning-rate = " + learningRate,
                        "Use a smaller one, or the type constant");
    }
}
