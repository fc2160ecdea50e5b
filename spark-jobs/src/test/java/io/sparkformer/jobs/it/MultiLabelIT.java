package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.report.EvaluationEvent;
import io.sparkformer.jobs.report.MetricsLog;
import io.sparkformer.jobs.report.OutputDirectory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images of several labels, from a table of their paths to a model that has learnt what each label means. */
class MultiLabelIT {
    private static final List<String> LABELS = List.of("blue", "green", "red");
    private static final int TRAIN = 140;
    private static final int TUNE = 42;
    private static final int SIDE = 8;

    @Tag("slow")
    @Test
    void prepareTrainEvaluate_imagesOfSeveralLabels_meanAveragePrecisionNearOneBothTimes() throws IOException {
        Path directory = Files.createDirectories(TinyProject.newPlace("several-labels"));
        List<String> settings = settings(directory, writeTable(directory));
        Path data = directory.resolve("data");
        Path run = directory.resolve("run");
        Path evaluation = directory.resolve("evaluation");

        TinyProject.command("prepare-images", "local[2]", data)
                .set(settings)
                .run()
                .expect(0);
        TinyProject.command("train", "local[2]", run)
                .set(settings)
                .run()
                .expect(0)
                .says("mean average precision");
        TinyProject.command("evaluate", "local[2]", evaluation)
                .set(settings)
                .and("--checkpoint", run.toString(), "--set", "evaluation.split=tune")
                .run()
                .expect(0)
                .says("mean average precision");

        Manifest manifest =
                PreparedData.open(new Configuration(), data.toString()).manifest();
        assertThat(manifest.classes()).isEqualTo(LABELS);
        assertThat(manifest.images().schema().maxLabels()).isEqualTo(3);
        // Four of the seven combinations have a label.
        assertThat(manifest.split("train").orElseThrow().samplesPerClass()).containsOnly(TRAIN * 4 / 7L);
        List<Double> precisions = precisions(run);
        assertThat(precisions).hasSizeGreaterThan(2);
        double last = precisions.get(precisions.size() - 1);
        assertThat(last).isGreaterThan(0.99);
        assertThat(summary(run).path("tuneMeanAveragePrecision").doubleValue()).isEqualTo(last);
        assertThat(summary(evaluation).path("meanAveragePrecision").doubleValue())
                .isEqualTo(last);
        assertThat(Files.readString(run.resolve("report.html"))).contains("Tune mean average precision");
    }

    private static List<String> settings(Path directory, Path table) {
        return List.of(
                "prepare.inputs=[\"" + table + "\"]",
                "prepare.channels=3",
                "prepare.max-labels=3",
                "data.directory=" + directory.resolve("data"),
                "model.dropout=0",
                "model.stochastic-depth=0",
                "augmentation.crop.enabled=false",
                "training.loss=sigmoid",
                "training.label-smoothing=0",
                "training.epochs=8",
                "training.evaluate-every-rounds=8",
                "training.schedule.learning-rate=1.0e-2");
    }

    /** Each image has one colour or several, and these are its labels. */
    private static Path writeTable(Path directory) throws IOException {
        StringBuilder table = new StringBuilder("path,labels,split\n");
        Random random = new Random(11);
        for (int i = 0; i < TRAIN + TUNE; i++) {
            int colours = 1 + i % 7;
            Path file = directory.resolve("images/" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image(colours, random), "png", file.toFile());
            table.append("images/%d.png,%s,%s\n".formatted(i, labels(colours), i < TRAIN ? "train" : "tune"));
        }
        return Files.writeString(directory.resolve("labels.csv"), table);
    }

    /** The bits stand for the labels, as they do in the pixels. */
    private static String labels(int colours) {
        List<String> labels = new ArrayList<>();
        for (int bit = 0; bit < LABELS.size(); bit++) {
            if ((colours >> bit & 1) == 1) {
                labels.add(LABELS.get(bit));
            }
        }
        return String.join(";", labels);
    }

    private static BufferedImage image(int colours, Random random) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            int value = 0;
            for (int bit = 0; bit < LABELS.size(); bit++) {
                int level = random.nextInt(120) + ((colours >> bit & 1) == 1 ? 100 : 0);
                value |= level << (8 * bit);
            }
            image.setRGB(pixel % SIDE, pixel / SIDE, value);
        }
        return image;
    }

    private static List<Double> precisions(Path run) throws IOException {
        OutputDirectory output = new OutputDirectory(
                FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(run.toString()));
        return MetricsLog.read(output).stream()
                .filter(EvaluationEvent.class::isInstance)
                .map(event -> Objects.requireNonNull(((EvaluationEvent) event).meanAveragePrecision()))
                .toList();
    }

    private static JsonNode summary(Path output) throws IOException {
        return new ObjectMapper().readTree(output.resolve("summary.json").toFile());
    }
}
