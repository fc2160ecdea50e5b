package io.sparkformer.jobs.arena;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.config.ArenaConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * {@code arena}: every attention in the same small model, trained on tasks that are made on the spot, and timed over the length of the
 * sequence. A trial is a Spark task, so that a cluster runs as many at once as it has slots; what is timed runs one after the other.
 */
public final class ArenaJob implements Job {
    /** What takes part, a line each. */
    public static String list() {
        StringBuilder lines = new StringBuilder();
        Contenders.all()
                .forEach(one -> lines.append(String.format(Locale.ROOT, "%-16s %s%n", one.name(), one.source())));
        return lines.toString();
    }

    @Override
    public JobResult run(JobContext context) throws Exception {
        ExperimentConfig experiment = context.experiment();
        ArenaSettings settings =
                new ArenaSettings(experiment.arena(), experiment.engine(), experiment.precision(), experiment.seed());
        List<Contender> contenders = Contenders.named(settings.arena().only());
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        Map<String, Double> baselines = baselines(context, settings);
        List<TrialResult> trials = train(spark, settings, contenders);
        List<LengthResult> lengths = time(spark, settings, contenders);
        new ArenaReport(settings.arena(), contenders, baselines, trials, lengths).write(context);
        return JobResult.succeeded();
    }

    private static Map<String, Double> baselines(JobContext context, ArenaSettings settings) {
        Map<String, Double> baselines = new LinkedHashMap<>();
        for (String task : settings.arena().tasks()) {
            baselines.put(task, TokenBaseline.accuracy(context.spark(), task, settings.arena(), settings.seed()));
        }
        return baselines;
    }

    private static List<TrialResult> train(JavaSparkContext spark, ArenaSettings settings, List<Contender> contenders) {
        ArenaConfig arena = settings.arena();
        List<Trial> trials = new ArrayList<>();
        for (String task : arena.tasks()) {
            for (Contender contender : contenders) {
                IntStream.range(0, arena.seeds())
                        .forEach(number -> trials.add(new Trial(contender.name(), task, settings.seed() + number)));
            }
        }
        return trials.isEmpty()
                ? List.of()
                : spark.parallelize(trials, trials.size())
                        .map(trial -> trial.run(settings))
                        .collect();
    }

    /** In one task, so that nothing of the arena's own runs beside what is timed. */
    private static List<LengthResult> time(JavaSparkContext spark, ArenaSettings settings, List<Contender> contenders) {
        List<LengthTrial> trials = new ArrayList<>();
        for (int tokens : settings.arena().lengths()) {
            contenders.forEach(contender -> trials.add(new LengthTrial(contender.name(), tokens)));
        }
        return trials.isEmpty()
                ? List.of()
                : spark.parallelize(trials, 1).map(trial -> trial.run(settings)).collect();
    }
}
