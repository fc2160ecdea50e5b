package io.sparkformer.benchmark.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What was measured, as a table and as JSON. */
record DecodingReport(Decoding decoding) {
    /** A line for each contender; rates per core, and Sparkformer's rate over each. */
    String table() {
        StringBuilder table = new StringBuilder("| JPEG 500 x 375 | us | images/s per core | Sparkformer / this |\n");
        table.append("|---|---:|---:|---:|\n");
        for (Contender contender : Contender.values()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.2f |%n",
                    contender.label(),
                    decoding.micros(contender),
                    1e6 / decoding.micros(contender),
                    ratio(contender)));
        }
        return table.toString();
    }

    void write(Path directory) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("java", Runtime.version().toString());
        root.put("meanBytes", decoding.meanBytes());
        ArrayNode rows = root.putArray("rows");
        for (Contender contender : Contender.values()) {
            rows.addObject()
                    .put("contender", contender.label())
                    .put("cpuMicroseconds", decoding.micros(contender))
                    .put("sparkformerRateOverThis", ratio(contender));
        }
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("data.md"), table());
        mapper.writerWithDefaultPrettyPrinter()
                .writeValue(directory.resolve("data.json").toFile(), root);
    }

    private double ratio(Contender contender) {
        return decoding.micros(contender) / decoding.micros(Contender.SPARKFORMER);
    }
}
