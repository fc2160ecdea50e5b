package io.sparkformer.benchmark.data;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link PreparationWorker} on the first cores of the machine. */
final class PreparationProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    PreparationProcess(int cores, int images, Path output, List<Path> archives) throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cores == 1 ? "0" : "0-" + (cores - 1)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PreparationWorker.class.getName()));
        command.addAll(List.of(Integer.toString(cores), Integer.toString(images), output.toString()));
        archives.forEach(archive -> command.add(archive.toString()));
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    /** Runs the job once. */
    double seconds() throws IOException {
        commands.write("run\n");
        commands.flush();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(PreparationWorker.SECONDS)) {
                return Double.parseDouble(line.substring(PreparationWorker.SECONDS.length()));
            }
        }
        throw new IOException("the process that prepares has ended; what it said is above");
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            process.waitFor();
        } catch (InterruptedException interrupt) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
