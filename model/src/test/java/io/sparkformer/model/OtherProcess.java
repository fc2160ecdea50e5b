package io.sparkformer.model;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A JVM of its own, for what is read once per process: environment variables, limits, native libraries.
 *
 * @param options of the JVM
 * @param environment variables besides those of this process
 * @param missing the names of jars that are taken from the class path, a regular expression; empty for none
 */
public record OtherProcess(List<String> options, Map<String, String> environment, String missing) {
    /** How a process ended, and everything that it printed. */
    public record End(int code, String output) {
        /** The lines that contain {@code words}. */
        public List<String> linesWith(String words) {
            return output.lines().filter(line -> line.contains(words)).toList();
        }
    }

    /** A process like this one. */
    public static OtherProcess same() {
        return new OtherProcess(List.of(), Map.of(), "");
    }

    /** With one more option of the JVM. */
    public OtherProcess with(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new OtherProcess(more, environment, missing);
    }

    /** With an environment variable. */
    public OtherProcess with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new OtherProcess(options, more, missing);
    }

    /** Without the jars of these names, a regular expression. */
    public OtherProcess without(String jars) {
        return new OtherProcess(options, environment, jars);
    }

    /** Runs a class's {@code main} to its end. */
    public End run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("org.bytedeco.javacpp.cachedir"));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new End(process.waitFor(), output);
    }

    private String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches(missing))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
