package io.sparkformer.jobs.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of all commands that read a checkpoint. */
final class CheckpointOption {
    @Option(names = "--checkpoint", paramLabel = "DIR", description = "A training run or one checkpoint of it.")
    private @Nullable String checkpoint;

    /** Adds the pair that the option stands for, where it was given. */
    List<String> addTo(List<String> pairs) {
        return ExperimentOptions.withOption(pairs, "evaluation.checkpoint", checkpoint);
    }
}
