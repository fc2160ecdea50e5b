package io.sparkformer.benchmark.averaging;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.exchange.ExchangeMemory;
import io.sparkformer.jobs.it.cluster.StandaloneCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A process that runs one scenario. */
public final class ScenarioProcess {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINES = 40;

    private ScenarioProcess() {}

    /** Runs a scenario and returns what its process measured. */
    public static ScenarioResult run(Scenario scenario, Path scratch) throws IOException, InterruptedException {
        if (!scenario.isStandalone()) {
            return run(scenario, scenario.master(), scratch);
        }
        try (StandaloneCluster cluster = StandaloneCluster.startToTime(
                Path.of(System.getProperty("benchmark.spark")).toAbsolutePath(), scenario.executors())) {
            return run(scenario, cluster.url(), scratch);
        }
    }

    private static ScenarioResult run(Scenario scenario, String master, Path scratch)
            throws IOException, InterruptedException {
        Path local = Files.createDirectories(scratch.resolve("local"));
        Path log = scratch.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command(scenario, master)).redirectError(log.toFile());
        builder.environment().put("SPARK_HOME", sparkHome(scratch).toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_LOCAL_DIRS", local.toString());
        Process process = builder.start();
        ObjectNode figures = JSON.createObjectNode();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(ScenarioDriver.RESULT)) {
                    figures.setAll(
                            (ObjectNode) JSON.readTree("{" + line.substring(ScenarioDriver.RESULT.length()) + "}"));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException("the process of scenario '" + scenario.name() + "' ended with code "
                    + process.exitValue() + ":\n" + end(log));
        }
        return new ScenarioResult(scenario, figures);
    }

    private static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }

    /** Workers of local-cluster mode write under SPARK_HOME: not into the build. */
    private static Path sparkHome(Path scratch) throws IOException {
        Path home = scratch.resolve("spark");
        if (!Files.exists(home)) {
            Path embedded = Path.of(System.getProperty("benchmark.spark"));
            Files.createDirectories(home);
            Files.createSymbolicLink(home.resolve("jars"), embedded.resolve("jars"));
            Files.createSymbolicLink(home.resolve("bin"), embedded.resolve("bin"));
        }
        return home.toAbsolutePath();
    }

    /** The launcher's own, and for blocks outside the heap what the job recommends. */
    private static Map<String, String> settings(Scenario scenario) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.executor.extraJavaOptions", "-XX:+UseParallelGC");
        settings.put("spark.executorEnv.MALLOC_ARENA_MAX", "1");
        if (scenario.exchange() == ExchangeChoice.SHARDED) {
            long executor = ExchangeMemory.of(ExchangeChoice.SHARDED, scenario.layout(), scenario.executors())
                    .executor();
            settings.put("spark.executor.extraJavaOptions", "-XX:+UseParallelGC -XX:NewSize=120m -XX:MaxNewSize=120m");
            settings.put("spark.memory.offHeap.enabled", "true");
            settings.put("spark.memory.offHeap.size", (64 + (executor >> 20)) + "m");
        }
        return settings;
    }

    private static List<String> command(Scenario scenario, String master) {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!argument.startsWith("-Xmx")) {
                command.add(argument);
            }
        }
        scenario.executorMemory().ifPresent(memory -> {
            command.add("-Dspark.executor.memory=" + memory + "m");
            settings(scenario).forEach((key, value) -> command.add("-D" + key + "=" + value));
        });
        command.addAll(List.of(
                "-Xmx6g",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.maxResultSize=0",
                "-Dspark.executor.extraClassPath=" + classPath,
                "-cp",
                classPath,
                ScenarioDriver.class.getName()));
        command.add(master);
        command.addAll(List.of(scenario.arguments()));
        return command;
    }
}
