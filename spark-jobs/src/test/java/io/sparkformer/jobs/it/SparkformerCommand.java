package io.sparkformer.jobs.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A call of {@code submit-scripts/sparkformer}, as a user types it, in a process of its own.
 *
 * @param prefix what stands before the script: another program that runs it; mostly nothing
 * @param script to run
 * @param arguments of the script
 * @param environment set for the process, over the one of the tests
 */
public record SparkformerCommand(
        List<String> prefix, Path script, List<String> arguments, Map<String, String> environment) {
    /** Maven starts tests in their module's directory. */
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    /** Short-lived processes spend most of their time on compiling; compiled to the bone, the bits must be the same. */
    private static final Map<String, String> QUICK_START =
            Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    /** The command with these arguments. */
    public static SparkformerCommand of(String... arguments) {
        return new SparkformerCommand(
                List.of(), HOME.resolve("submit-scripts/sparkformer"), List.of(arguments), QUICK_START);
    }

    /** The same by another script than this checkout's {@code sparkformer}. */
    public SparkformerCommand script(Path other) {
        return new SparkformerCommand(prefix, other, arguments, environment);
    }

    /** The project's directory. */
    public static Path home() {
        return HOME;
    }

    /** The embedded Spark, in the layout of a SPARK_HOME. */
    public static Path embeddedSpark() {
        return HOME.resolve("spark-jobs/target/spark");
    }

    /** The same with more arguments behind. */
    public SparkformerCommand and(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new SparkformerCommand(prefix, script, all, environment);
    }

    /** The same with {@code --set} for each of these keys. */
    public SparkformerCommand set(List<String> pairs) {
        SparkformerCommand command = this;
        for (String pair : pairs) {
            command = command.and("--set", pair);
        }
        return command;
    }

    /** The same with one more variable in the environment. */
    public SparkformerCommand with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new SparkformerCommand(prefix, script, arguments, more);
    }

    /** The same without the options that make it start quickly: as users run it. */
    public SparkformerCommand fullyCompiled() {
        return new SparkformerCommand(prefix, script, arguments, Map.of());
    }

    /** The same as the arguments of another program. */
    public SparkformerCommand by(String... program) {
        return new SparkformerCommand(List.of(program), script, arguments, environment);
    }

    /** Runs it to its end. */
    public Ended run() {
        return start().await();
    }

    /** Starts it. */
    public Running start() {
        List<String> words = new ArrayList<>(prefix);
        words.add(script.toString());
        words.addAll(arguments);
        try {
            Path output = Files.createTempFile("sparkformer-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("SPARK_") || name.startsWith("SPARKFORMER_"));
            builder.environment().putAll(environment);
            return new Running(String.join(" ", words), builder.start(), output);
        } catch (IOException e) {
            throw new AssertionError("cannot run " + words, e);
        }
    }
}
