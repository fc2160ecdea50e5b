package io.sparkformer.benchmark.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.jobs.train.TrainingThroughput;
import io.sparkformer.jobs.train.TrainingThroughput.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What was measured, as tables and as JSON. */
record DataReport(Decoding decoding, Preparation preparation, TrainingThroughput training) {
    /** All tables in Markdown. */
    String tables() {
        return decodingTable() + "\n" + preparationTable() + "\n" + trainingTable();
    }

    /** A line for each contender; rates per core, and Sparkformer's rate over each. */
    private String decodingTable() {
        StringBuilder table = new StringBuilder("| JPEG 500 x 375 | us | images/s per core | Sparkformer / this |\n");
        table.append("|---|---:|---:|---:|\n");
        for (Contender contender : Contender.values()) {
            table.append(line(
                    "| %s | %.0f | %.0f | %.2f |%n",
                    contender.label(),
                    decoding.micros(contender),
                    1e6 / decoding.micros(contender),
                    decodingRatio(contender)));
        }
        return table.toString();
    }

    private String preparationTable() {
        return line(
                "| prepare-images | images/s | / one core |%n|---|---:|---:|%n"
                        + "| one core | %.0f | 1.00 |%n| two cores | %.0f | %.2f |%n",
                preparation.rate(1), preparation.rate(2), preparation.rate(2) / preparation.rate(1));
    }

    private String trainingTable() {
        StringBuilder table =
                new StringBuilder("| ViT-Ti/16, 224 | ms/step | / resident | CPU ms/step | / resident |\n");
        table.append("|---|---:|---:|---:|---:|\n");
        for (Source source : Source.values()) {
            table.append(line(
                    "| %s | %.1f | %.2f | %.1f | %.2f |%n",
                    label(source),
                    training.wallMillis(source),
                    training.wallMillis(Source.RESIDENT) / training.wallMillis(source),
                    training.cpuMillis(source),
                    training.cpuMillis(Source.RESIDENT) / training.cpuMillis(source)));
        }
        return table.toString();
    }

    private static String label(Source source) {
        return switch (source) {
            case RESIDENT -> "a batch that stays where it is";
            case SHARDS -> "shards of prepared JPEG files, RandAugment";
            case FILES -> "the same, and each sample's JPEG file decoded";
        };
    }

    private static String line(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Writes {@code data.md} and {@code data.json}. */
    void write(Path directory) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("java", Runtime.version().toString());
        root.put("meanBytes", decoding.meanBytes());
        ArrayNode rows = root.putArray("decoding");
        for (Contender contender : Contender.values()) {
            rows.addObject()
                    .put("contender", contender.label())
                    .put("cpuMicroseconds", decoding.micros(contender))
                    .put("sparkformerRateOverThis", decodingRatio(contender));
        }
        root.putObject("preparation")
                .put("imagesPerSecondOneCore", preparation.rate(1))
                .put("imagesPerSecondTwoCores", preparation.rate(2));
        ArrayNode sources = root.putArray("training");
        for (Source source : Source.values()) {
            sources.addObject()
                    .put("source", label(source))
                    .put("batchSize", training.batchSize())
                    .put("stepMilliseconds", training.wallMillis(source))
                    .put("cpuMilliseconds", training.cpuMillis(source));
        }
        Files.writeString(directory.resolve("data.md"), tables());
        mapper.writerWithDefaultPrettyPrinter()
                .writeValue(directory.resolve("data.json").toFile(), root);
    }

    private double decodingRatio(Contender contender) {
        return decoding.micros(contender) / decoding.micros(Contender.SPARKFORMER);
    }
}
