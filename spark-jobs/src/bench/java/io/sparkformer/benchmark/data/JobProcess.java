package io.sparkformer.benchmark.data;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that runs a job whenever it is told to ({@link JobLoop}), on the first cores of the machine. */
public final class JobProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    /**
     * Starts it.
     *
     * @param cores that all its threads may use
     * @param worker its main class
     * @param arguments of that, behind the number of cores
     */
    public JobProcess(int cores, Class<?> worker, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cores == 1 ? "0" : "0-" + (cores - 1)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), worker.getName()));
        command.add(Integer.toString(cores));
        command.addAll(arguments);
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    /** Runs the job once. */
    public double seconds() throws IOException {
        commands.write("run\n");
        commands.flush();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(JobLoop.SECONDS)) {
                return Double.parseDouble(line.substring(JobLoop.SECONDS.length()));
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
