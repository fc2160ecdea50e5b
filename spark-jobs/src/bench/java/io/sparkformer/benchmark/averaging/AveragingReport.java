package io.sparkformer.benchmark.averaging;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tables of a benchmark, for people and for programs. */
final class AveragingReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private AveragingReport() {}

    /** Writes them anew; returns the one for people. */
    static String write(List<ScenarioResult> results, Path output) throws IOException {
        StringBuilder table = new StringBuilder(ScenarioResult.HEAD).append('\n');
        ArrayNode json = JSON.createArrayNode();
        for (ScenarioResult result : results) {
            table.append(result.row()).append('\n');
            json.add(result.figures().put("scenario", result.scenario().name()));
        }
        Files.writeString(output.resolve("averaging.md"), table);
        Files.write(output.resolve("averaging.json"), JSON.writeValueAsBytes(json));
        return table.toString();
    }
}
