package io.sparkformer.benchmark.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One finished run.
 *
 * @param set the image set
 * @param model vit or resnet
 * @param samples in the training set
 * @param seed of the run and of its subset
 * @param rate highest learning rate
 * @param steps of the optimizer
 * @param parameters of the model
 * @param tuneTop1 accuracy on the tune split
 * @param testTop1 accuracy on the test split
 */
record StudyRun(
        String set,
        String model,
        int samples,
        long seed,
        double rate,
        long steps,
        long parameters,
        double tuneTop1,
        double testTop1) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All finished runs below {@code runs/SET/MODEL/SAMPLES/SEED}, by set, model, samples and seed. */
    static List<StudyRun> readAll(Path output) throws IOException {
        List<Path> finished;
        try (Stream<Path> files = Files.walk(output.resolve("runs"), 4)) {
            finished = files.filter(directory -> Files.exists(directory.resolve("test/summary.json")))
                    .toList();
        }
        List<StudyRun> runs = new ArrayList<>();
        for (Path directory : finished) {
            runs.add(read(directory));
        }
        runs.sort(Comparator.comparing(StudyRun::order));
        return runs;
    }

    private static StudyRun read(Path directory) throws IOException {
        JsonNode train = JSON.readTree(directory.resolve("train/summary.json").toFile());
        JsonNode test = JSON.readTree(directory.resolve("test/summary.json").toFile());
        JsonNode configuration =
                JSON.readTree(directory.resolve("train/configuration.json").toFile());
        int names = directory.getNameCount();
        return new StudyRun(
                directory.getName(names - 4).toString(),
                directory.getName(names - 3).toString(),
                Integer.parseInt(directory.getName(names - 2).toString()),
                Long.parseLong(directory.getName(names - 1).toString()),
                required(configuration, "/training/schedule/learning-rate").doubleValue(),
                required(train, "/steps").longValue(),
                required(train, "/parameters").longValue(),
                required(train, "/tuneTop1").doubleValue(),
                required(test, "/top1").doubleValue());
    }

    private static JsonNode required(JsonNode json, String pointer) throws IOException {
        JsonNode value = json.at(pointer);
        if (!value.isNumber()) {
            throw new IOException(
                    "A run's file has no number " + pointer + ": remove the run and start the study again");
        }
        return value;
    }

    private String order() {
        return "%s %s %09d %09d".formatted(set, model, samples, seed);
    }
}
