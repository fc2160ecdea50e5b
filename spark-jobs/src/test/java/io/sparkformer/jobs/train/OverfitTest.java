package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobStatus;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.evaluate.EvaluateJob;
import io.sparkformer.jobs.prepare.ImageSet;
import io.sparkformer.jobs.prepare.PrepareRun;
import io.sparkformer.jobs.report.AveragePrecisionTable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight real images of as many classes, from their files to a model that knows them by heart. */
class OverfitTest {
    private static final Path BUNDLED = Path.of("..", "data-prep", "datasets", "fashion-mnist-10k.tar.gz");
    private static final int IMAGES = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @Test
    void train_onEightImages_lossBelowOneThousandth() throws Exception {
        prepare();

        try (JobContext evaluation = trainAndEvaluate("training.loss=softmax")) {
            assertThat(loss(evaluation)).isLessThan(1e-3);
            assertThat(evaluation.summary().get("top1")).isEqualTo(1.0);
        }
    }

    /** Each class is learnt on its own, against seven images that are none of it. */
    @Tag("slow")
    @Test
    void train_sigmoidOnEightImages_ranksEachClassWithoutAnError() throws Exception {
        prepare();

        try (JobContext evaluation = trainAndEvaluate("training.loss=sigmoid")) {
            assertThat(loss(evaluation)).isLessThan(5e-3);
            assertThat(evaluation.summary().get("meanAveragePrecision")).isEqualTo(1.0);
            assertThat(evaluation.summary().get("top1")).isEqualTo(1.0);
            assertThat(evaluation.summary().get("perClass"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(IMAGES)
                    .allSatisfy(row -> assertThat(((AveragePrecisionTable.Row) row).averagePrecision())
                            .isEqualTo(1.0));
            assertThat(Files.readString(directory.resolve("evaluation").resolve("report.html")))
                    .contains("Mean average precision");
        }
    }

    private void prepare() throws Exception {
        Path archive = directory.resolve("eight.tar");
        ImageSet.tar(archive, eightImages());
        PrepareRun.of(directory.resolve("data"), archive)
                .set("prepare.splits=folders", "prepare.image-size=28", "prepare.patch-size=7")
                .run();
    }

    /** Trains, and evaluates on the same images; the evaluation, to be closed. */
    private JobContext trainAndEvaluate(String loss) throws Exception {
        try (JobContext context = context(JobName.TRAIN, "run", List.of(loss))) {
            assertThat(new TrainJob().run(context).status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(context.summary().get("samples")).isEqualTo(400L * IMAGES);
        }
        List<String> where = List.of("evaluation.split=train", "evaluation.checkpoint=" + directory.resolve("run"));
        JobContext context = context(JobName.EVALUATE, "evaluation", where);
        new EvaluateJob().run(context);
        return context;
    }

    private static double loss(JobContext evaluation) {
        return (double) Objects.requireNonNull(evaluation.summary().get("loss"));
    }

    private JobContext context(JobName job, String output, List<String> further) {
        List<String> pairs = new ArrayList<>(List.of(
                "output=" + directory.resolve(output),
                "data.directory=" + directory.resolve("data"),
                "data.tune=\"\"",
                "augmentation.flip=false",
                "augmentation.crop.enabled=false",
                "training.batch-size=4",
                "training.epochs=400",
                "training.label-smoothing=0",
                "training.ema-decay=0",
                "training.schedule.type=constant",
                "training.schedule.learning-rate=5.0e-3",
                "training.schedule.warmup-steps=20"));
        pairs.addAll(further);
        Path quickstart = Path.of("..", "conf", "quickstart.conf");
        return new JobContext(job, ConfigLoader.load(quickstart, pairs, job), null, new StopSignal());
    }

    /** The first training image of each of eight classes. */
    private static Map<String, byte[]> eightImages() throws IOException {
        Map<String, byte[]> images = new LinkedHashMap<>();
        Set<Path> classes = new HashSet<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(BUNDLED))))) {
            for (ArchiveEntry entry = tar.getNextEntry();
                    entry != null && images.size() < IMAGES;
                    entry = tar.getNextEntry()) {
                Path name = Path.of(entry.getName());
                if (!entry.isDirectory() && name.startsWith("train") && classes.add(name.getParent())) {
                    images.put(entry.getName(), tar.readAllBytes());
                }
            }
        }
        assertThat(images).hasSize(IMAGES);
        return images;
    }
}
