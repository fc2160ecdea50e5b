package io.sparkformer.benchmark.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where and how the benchmark ran. */
final class Environment {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Environment() {}

    static Map<String, String> describe(Options options) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        environment.put("cpu", cpuModel());
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("java", Runtime.version().toString());
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put("libraries", System.getProperty("benchmark.libraries", ""));
        environment.put("warmup", Integer.toString(options.warmup()));
        environment.put("repetitions", Integer.toString(options.repetitions()));
        return environment;
    }

    private static String cpuModel() throws IOException {
        return Files.readAllLines(CPU_INFO).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }
}
