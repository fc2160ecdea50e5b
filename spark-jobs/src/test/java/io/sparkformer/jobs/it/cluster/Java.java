package io.sparkformer.jobs.it.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Commands that start a server's JVM on a class path of its own. */
final class Java {
    private Java() {}

    /**
     * The command.
     *
     * @param module below {@code spark-jobs/servers}, which the profile {@code cluster} has built
     * @param main class
     */
    static List<String> command(String module, String main, List<String> arguments) {
        Path target = Path.of("servers", module, "target").toAbsolutePath();
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new AssertionError(target + "/lib is not there: run the tests by mvn verify -Pcluster");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m"));
        // The dependency injection of YARN's web pages defines classes as no longer allowed since Java 16.
        command.addAll(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp"));
        command.add(target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*");
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    /** The jars of a module, as a class path of Spark's settings. */
    static String classPath(String module) {
        Path lib = Path.of("servers", module, "target/lib").toAbsolutePath();
        String[] jars = lib.toFile().list();
        if (jars == null) {
            throw new AssertionError(lib + " is not there: run the tests by mvn verify -Pcluster");
        }
        return List.of(jars).stream()
                .sorted()
                .map(jar -> lib.resolve(jar).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
