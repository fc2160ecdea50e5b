package io.sparkformer.benchmark.averaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one scenario's process measured.
 *
 * @param scenario the scenario
 * @param figures by name
 */
public record ScenarioResult(Scenario scenario, ObjectNode figures) {
    /** The heads of the columns. */
    static final String HEAD =
            "| scenario | seconds a round, median | from | to | training | averaging | traffic per replica / state | driver receives, KB | driver heap grows, MB"
                    + " | executor's peak / state | executor grows, MB | files grow | written, MB |\n"
                    + "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";

    /** A row of the table. */
    String row() {
        return "| "
                + String.join(
                        " | ",
                        scenario.name(),
                        cell("%.3f", number("seconds")),
                        cell("%.3f", number("least")),
                        cell("%.3f", number("most")),
                        cell("%.3f", number("trainingSeconds")),
                        cell("%.3f", number("averagingSeconds")),
                        cell("%.2f", number("trafficPerReplica")),
                        cell("%.0f", number("driverReceivedKilobytes")),
                        cell("%.1f", number("driverHeapGrowthMegabytes")),
                        cell("%.2f", most("peakShare")),
                        cell("%.0f", most("residentGrowthMegabytes")),
                        cell("%.0f", most("fileGrowth")),
                        cell("%.0f", most("writtenMegabytes")))
                + " |";
    }

    private static String cell(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** One figure; not a number where there is none. */
    public double number(String name) {
        return figures.path(name).asDouble(Double.NaN);
    }

    /** The largest of all executors' figures. */
    private double most(String name) {
        List<Double> values = new ArrayList<>();
        for (JsonNode executor : figures.path("executors")) {
            values.add(executor.path(name).asDouble());
        }
        return values.stream().max(Comparator.naturalOrder()).orElse(Double.NaN);
    }
}
