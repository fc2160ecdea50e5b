package io.sparkformer.jobs.it;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The smallest project that has everything: images of four classes, an experiment, and what has been made of them so far.
 * All tests of one build share it, for every process takes seconds to start.
 */
public final class TinyProject {
    /** Classes of the images. */
    public static final int CLASSES = 4;

    /** Images per split; a step takes 10 or 12 of the 64, so that an epoch's last step is short. */
    public static final Map<String, Integer> SAMPLES = new LinkedHashMap<>(Map.of("train", 64, "tune", 16, "test", 16));

    /** Nothing but the experiment's file: averaged AdamW states. */
    public static final List<String> PLAIN = List.of();

    /** Everything that a run can carry from round to round, and rounds that end in mid-epoch. */
    public static final List<String> STATEFUL = List.of(
            "training.optimizer-state=keep",
            "training.outer.type=nesterov",
            "training.ema-decay=0.9",
            "training.workers=3",
            "training.micro-batches=2",
            "training.batch-size=2",
            "training.local-steps=4",
            "training.epochs=4");

    private static final String EXPERIMENT = """
            prepare { inputs = ["%1$s/images"], splits = folders, image-size = 8, channels = 1, patch-size = 4 }
            data.directory = "%1$s/data"
            model { variant = custom, patch-size = 4, width = 16, depth = 1, heads = 2, mlp-width = 32 }
            model { dropout = 0.1, stochastic-depth = 0.1 }
            augmentation.crop { enabled = true, min-scale = 0.5 }
            training { workers = 2, local-steps = 2, batch-size = 5, epochs = 3, label-smoothing = 0.1 }
            training.schedule { learning-rate = 1.0e-3, warmup-steps = 2 }
            training { checkpoint-every-rounds = 2, evaluate-every-rounds = 2 }
            """;

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Map<List<String>, TrainingOutput> UNDISTURBED = new ConcurrentHashMap<>();
    private static final Path DIRECTORY = make();
    private static boolean prepared;

    private TinyProject() {}

    /** A new place for what one test writes; nothing is there yet. */
    public static Path newPlace(String name) {
        return DIRECTORY.resolve(name + "-" + NAMES.incrementAndGet());
    }

    /** The experiment's file. */
    public static String experiment() {
        return DIRECTORY.resolve("tiny.conf").toString();
    }

    /** The images: {@code <split>/class-<n>/<i>.png}. */
    public static Path images() {
        return DIRECTORY.resolve("images");
    }

    /** The prepared data. */
    public static synchronized Path data() {
        Path data = DIRECTORY.resolve("data");
        if (!prepared) {
            command("prepare-images", "local[2]", data).run().expect(0);
            prepared = true;
        }
        return data;
    }

    /** A command on the experiment. */
    public static SparkformerCommand command(String command, String master, Path output) {
        return command(List.of(), command, master, output);
    }

    /** A command on the experiment, with options of spark-submit. */
    public static SparkformerCommand command(List<String> options, String command, String master, Path output) {
        return SparkformerCommand.of(options.toArray(new String[0]))
                .and(command, experiment(), "--master", master, "--output", output.toString());
    }

    /** Training with further settings. */
    public static SparkformerCommand train(String master, Path output, List<String> settings) {
        return train(List.of(), master, output, settings);
    }

    /** Training with options of spark-submit and further settings. */
    public static SparkformerCommand train(List<String> options, String master, Path output, List<String> settings) {
        data();
        return command(options, "train", master, output).set(settings);
    }

    /**
     * Training on a cluster whose servers listen on loopback.
     *
     * @param output a path, or with a scheme
     * @param sparkSettings {@code key=value} for Spark
     */
    public static SparkformerCommand trainOnCluster(
            String master, String output, List<String> settings, List<String> sparkSettings) {
        data();
        return SparkformerCommand.of(onCluster(sparkSettings).toArray(String[]::new))
                .and("train", experiment(), "--master", master, "--output", output)
                .set(settings)
                .with("SPARK_LOCAL_IP", "127.0.0.1");
    }

    /** Options of spark-submit for a cluster of small executors. */
    public static List<String> onCluster(List<String> sparkSettings) {
        List<String> options = new ArrayList<>(List.of("--executor-memory", "1g"));
        for (String setting : sparkSettings) {
            options.add("--conf");
            options.add(setting);
        }
        return options;
    }

    /** What training comes to when nothing happens to it. */
    public static TrainingOutput undisturbed(List<String> settings) {
        return UNDISTURBED.computeIfAbsent(settings, key -> {
            Path output = newPlace("undisturbed");
            train("local[2]", output, key).run().expect(0);
            return new TrainingOutput(output);
        });
    }

    /** Copies a directory, for tests that damage it. */
    public static Path copy(Path directory) throws IOException {
        Path copy = newPlace("copy");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(directory.relativize(file)));
            }
        }
        return copy;
    }

    private static Path make() {
        try {
            Path directory = SparkformerCommand.home().resolve("spark-jobs/target/tiny-project");
            delete(directory);
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("tiny.conf"), EXPERIMENT.formatted(directory));
            for (Map.Entry<String, Integer> split : SAMPLES.entrySet()) {
                for (int i = 0; i < split.getValue(); i++) {
                    writeImage(directory.resolve("images"), split.getKey(), i);
                }
            }
            return directory;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void writeImage(Path images, String split, int number) throws IOException {
        int label = number % CLASSES;
        Random random = new Random((split + number).hashCode());
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < 64; pixel++) {
            image.getRaster().setSample(pixel % 8, pixel / 8, 0, 50 * label + random.nextInt(100));
        }
        Path file = images.resolve(split + "/class-" + label + "/" + number + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
