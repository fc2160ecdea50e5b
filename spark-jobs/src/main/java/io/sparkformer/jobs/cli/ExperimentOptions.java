package io.sparkformer.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of all commands that run an experiment. */
final class ExperimentOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "<conf file>",
            description = "The experiment, for instance conf/quickstart.conf.")
    private @Nullable String file;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "The directory to write to; same as --set output=DIR.")
    private @Nullable String output;

    @Option(names = "--set", paramLabel = "key=value", description = "Sets a key, after the file; may be repeated.")
    private List<String> pairs = new ArrayList<>();

    @Option(names = "--verbose", description = "Shows the stack trace of a failure.")
    private boolean verbose;

    @Nullable String file() {
        return file;
    }

    boolean verbose() {
        return verbose;
    }

    /** All pairs; options that stand for a key go before {@code --set}. */
    List<String> pairs() {
        return withOption(pairs, "output", output);
    }

    /** Adds the pair that an option stands for, where it was given. */
    static List<String> withOption(List<String> pairs, String key, @Nullable Object value) {
        if (value == null) {
            return pairs;
        }
        List<String> all = new ArrayList<>(pairs);
        all.add(key + "=" + value);
        return all;
    }
}
