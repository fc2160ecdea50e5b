package io.sparkformer.jobs.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.report.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArenaJobTest {
    private static final List<String> TINY = List.of(
            "arena.width=16",
            "arena.depth=1",
            "arena.heads=2",
            "arena.mlp-width=16",
            "arena.batch-size=2",
            "arena.steps=2",
            "arena.warmup-steps=0",
            "arena.test-examples=5",
            "arena.baseline-examples=50");

    @TempDir
    private Path directory;

    @Test
    void run_twice_trainsTheSameAndTellsWhatStepsCost() throws Exception {
        String[] settings = {"arena.only=[full, bigbird]", "arena.seeds=2", "arena.lengths=[64, 128]"};

        Summary first = run("first", settings);
        Summary second = run("second", settings);

        List<TrialResult> trials = trials(first);
        assertThat(trials).hasSize(4);
        assertThat(trials).extracting(TrialResult::parametersSha256).doesNotHaveDuplicates();
        assertThat(trials)
                .extracting(TrialResult::parametersSha256)
                .isEqualTo(trials(second).stream()
                        .map(TrialResult::parametersSha256)
                        .toList());
        assertThat(trials).extracting(TrialResult::density).contains(1.0).anyMatch(density -> density < 0.4);
        assertThat((Map<?, ?>) first.get("baselines")).hasSize(1);
        assertThat((List<?>) first.get("lengths")).hasSize(4);
        assertThat(Files.readString(directory.resolve("first").resolve(ArenaReport.TABLE)))
                .contains("| bag of tokens |", "| full |", "| bigbird |", "slope of time");
        assertThat(Files.readString(directory.resolve("first").resolve(ArenaReport.CHART)))
                .contains("<circle", "bigbird: ");
    }

    @Test
    void run_everyContender_trainsInTheModel() throws Exception {
        Summary summary = run("all", "arena.steps=1");

        assertThat(trials(summary))
                .extracting(TrialResult::contender)
                .isEqualTo(Contenders.all().stream().map(Contender::name).toList());
    }

    @Test
    void run_unknownName_isRefused() {
        assertThatThrownBy(() -> run("unknown", "arena.only=[fall]"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("fall");
    }

    @Test
    void list_hasEveryContender() {
        assertThat(ArenaJob.list().lines()).hasSameSizeAs(Contenders.all());
    }

    private static List<TrialResult> trials(Summary summary) {
        List<TrialResult> trials = new ArrayList<>();
        for (Object trial : (List<?>) Objects.requireNonNull(summary.get("trials"))) {
            trials.add((TrialResult) trial);
        }
        return trials;
    }

    private Summary run(String name, String... settings) throws Exception {
        List<String> pairs = new ArrayList<>(TINY);
        pairs.addAll(List.of(settings));
        pairs.add("output=" + directory.resolve(name));
        LocalSpark.session();
        try (JobContext context =
                new JobContext(JobName.ARENA, ConfigLoader.load(null, pairs, JobName.ARENA), null, new StopSignal())) {
            new ArenaJob().run(context);
            return context.summary();
        }
    }
}
