package io.sparkformer.jobs.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.ImageSet;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.prepare.PrepareRun;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineJobTest {
    @TempDir
    private static Path directory;

    /** Two classes that a linear model tells apart, and one that lies between them. */
    @BeforeAll
    static void prepare() throws IOException {
        ImageSet images = new ImageSet(directory.resolve("greys"));
        for (int i = 0; i < 12; i++) {
            String split = i < 9 ? "train/" : "test/";
            images.file(split + "dark/" + i + ".png", ImageSet.grey(10 + i));
            images.file(split + "light/" + i + ".png", ImageSet.grey(220 + i));
            images.file(split + "noise/" + i + ".png", ImageSet.png(i));
        }
        PrepareRun.of(directory.resolve("prepared"), images.root()).run();
    }

    private static Summary run(String... settings) throws IOException {
        List<String> pairs = new ArrayList<>(List.of(settings));
        pairs.add(0, "output=" + directory.resolve("baseline"));
        pairs.add(1, "data.directory=" + directory.resolve("prepared"));
        LocalSpark.session();
        try (JobContext context = new JobContext(
                JobName.BASELINE, ConfigLoader.load(null, pairs, JobName.BASELINE), null, new StopSignal())) {
            new BaselineJob().run(context);
            return context.summary();
        }
    }

    private static double number(Summary summary, String field) {
        return ((Number) Objects.requireNonNull(summary.get(field), field)).doubleValue();
    }

    @Test
    void run_separableClasses_learned() throws IOException {
        Summary summary = run("baseline.max-iterations=20", "baseline.regularization=0.001");
        assertThat(summary.get("samples")).isEqualTo(9L);
        assertThat(summary.get("trainSamples")).isEqualTo(27L);
        assertThat(number(summary, "top1")).isGreaterThanOrEqualTo(8 / 9.0);
        assertThat(number(summary, "top5")).isEqualTo(1.0);
        assertThat(number(summary, "loss")).isPositive().isLessThan(0.5);
        assertThat(directory.resolve("baseline/report.html")).content().contains("Logistic regression on test");
    }

    @Test
    void run_twice_sameBits() throws IOException {
        Summary first = run("baseline.max-iterations=10");
        Summary second = run("baseline.max-iterations=10");
        assertThat(second.get("loss")).isEqualTo(first.get("loss"));
    }

    @Test
    void run_unknownSplit_refusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> run("evaluation.split=validation"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("evaluation.split = validation")
                .satisfies(error -> assertThat(((UserError) error).remedy()).contains("[test, train]"));
        assertThatThrownBy(() -> run("data.train=training"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data.train = training");
    }

    @Test
    void run_nothingPrepared_refused() {
        assertThatThrownBy(() -> run("data.directory=" + directory.resolve("absent")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("absent")
                .hasMessageContaining("prepare-images");
    }

    @Test
    void run_oneClass_refused() throws IOException {
        ImageSet images =
                new ImageSet(directory.resolve("one")).images("train/a", 2).images("test/a", 2);
        PrepareRun.of(directory.resolve("one-prepared"), images.root()).run();
        assertThatThrownBy(() -> run("data.directory=" + directory.resolve("one-prepared")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has one class");
    }

    @Test
    void scores_ranksTiesAndImpossibleLabels_asDefined() {
        Scores scores = Scores.of(List.of(
                        row(0, 0.5, 0.5),
                        row(1, 0.5, 0.5),
                        row(0, 0.0, 0.2, 0.2, 0.2, 0.2, 0.2),
                        row(4, 0.1, 0.3, 0.2, 0.2, 0.1, 0.1))
                .iterator());
        assertThat(scores.samples()).isEqualTo(4);
        assertThat(scores.hits()).isEqualTo(1);
        assertThat(scores.hitsInFive()).isEqualTo(3);
        double expected = (2 * Math.log(2) - Math.log(1e-15) - Math.log(0.1)) / 4;
        assertThat(scores.loss()).isCloseTo(expected, within(1e-12));
        assertThat(Scores.ofArray(scores.toArray())).isEqualTo(scores);
    }

    private static Row row(int label, double... probabilities) {
        return RowFactory.create((double) label, Vectors.dense(probabilities));
    }
}
