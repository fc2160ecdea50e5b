package io.sparkformer.benchmark.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a result as JSON: an object with {@code environment} and {@code rows}; what was not measured is null. */
public final class ResultJson {
    private ResultJson() {}

    /** The document, indented. */
    public static String of(Result result) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeObjectFieldStart("environment");
            for (Map.Entry<String, String> entry : result.environment().entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("rows");
            for (Row row : result.rows()) {
                write(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter has none
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        Measurement measured = row.measurement();
        json.writeStartObject();
        json.writeStringField("model", row.model());
        json.writeNumberField("batch", row.batch());
        json.writeNumberField("threads", row.contender().totalThreads());
        json.writeNumberField("replicas", row.contender().replicas());
        json.writeStringField("precision", row.contender().precision().label());
        json.writeStringField("engine", row.contender().engine());
        number(json, "gigaflop", row.gigaflop());
        number(json, "milliseconds", measured.stepMillis());
        number(json, "cpu_milliseconds", measured.stepCpuMillis());
        number(json, "floor_milliseconds", row.floorMillis());
        number(json, "ratio_to_floor", row.toFloor());
        number(json, "ratio_to_pytorch", row.toPytorch());
        number(json, "cpu_ratio_to_pytorch", row.cpuToPytorch());
        number(json, "forward_milliseconds", measured.forwardMillis());
        number(json, "forward_ratio_to_pytorch", row.forwardToPytorch());
        number(json, "peak_mebibytes", measured.peakMebibytes());
        number(json, "memory_ratio_to_pytorch", row.memoryToPytorch());
        number(json, "java_mebibytes_per_step", measured.allocatedMebibytes());
        number(json, "compile_seconds", measured.compileSeconds());
        number(json, "first_loss", measured.firstLoss());
        number(json, "later_loss", measured.laterLoss());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, @Nullable Double value) throws IOException {
        if (value == null || !Double.isFinite(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
