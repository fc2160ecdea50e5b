package io.sparkformer.jobs.cli;

import io.sparkformer.jobs.arena.ArenaJob;
import io.sparkformer.jobs.config.JobName;
import java.util.List;
import org.apache.spark.SparkUserAppException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sparkformer: trains Transformers on a Spark cluster. Each sub-command is one job. */
@Command(
        name = "sparkformer",
        description = "Trains Transformers on a Spark cluster.",
        synopsisSubcommandLabel = "<command>",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = HelpCommand.class,
        footer = {
            "",
            "Options of the cluster (--master, --executor-memory, ...) are read by",
            "submit-scripts/sparkformer, whose --help explains them.",
            "",
            "Exit codes: 0 the work is done; 1 it failed; 2 the command line or the",
            "configuration is wrong; 75 it was stopped, and the same command continues it."
        })
public final class Main {
    /**
     * The program.
     *
     * @throws SparkUserAppException in place of an exit code other than 0, for YARN's application master
     */
    public static void main(String[] arguments) throws SparkUserAppException {
        int code = run(arguments);
        if (!YarnExit.applies()) {
            System.exit(code);
        }
        if (code != 0) {
            throw YarnExit.withCode(code);
        }
    }

    /** The program without its end: returns the exit code. */
    public static int run(String... arguments) {
        return new CommandLine(new Main())
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler((thrown, command, parsed) -> Launcher.failUnexpectedly(thrown))
                .execute(arguments);
    }

    @Command(
            name = "prepare-images",
            mixinStandardHelpOptions = true,
            description = "Turns image files into shards and a manifest.")
    int prepareImages(@Mixin ExperimentOptions options) {
        return Launcher.launch(JobName.PREPARE_IMAGES, options, options.pairs());
    }

    @Command(
            name = "prepare-text",
            mixinStandardHelpOptions = true,
            description = "Turns texts into shards of tokens and a manifest.")
    int prepareText(@Mixin ExperimentOptions options) {
        return Launcher.launch(JobName.PREPARE_TEXT, options, options.pairs());
    }

    @Command(
            name = "find-near-duplicates",
            mixinStandardHelpOptions = true,
            description = "Finds texts that are nearly the same, for prepare-text to leave out.")
    int findNearDuplicates(@Mixin ExperimentOptions options) {
        return Launcher.launch(JobName.FIND_NEAR_DUPLICATES, options, options.pairs());
    }

    @Command(
            name = "train-tokenizer",
            mixinStandardHelpOptions = true,
            description = "Learns a vocabulary from text: WordPiece, byte pair encoding or unigram.")
    int trainTokenizer(@Mixin ExperimentOptions options) {
        return Launcher.launch(JobName.TRAIN_TOKENIZER, options, options.pairs());
    }

    @Command(
            name = "train",
            mixinStandardHelpOptions = true,
            description = "Trains a model; continues from the newest checkpoint in the output directory.")
    int train(
            @Mixin ExperimentOptions options,
            @Option(names = "--max-minutes", paramLabel = "N", description = "Stops with a checkpoint after N minutes.")
                    @Nullable Double maxMinutes,
            @Option(
                            names = "--init-from",
                            paramLabel = "PATH",
                            description = "Starts from these weights: a safetensors file, or a directory with one.")
                    @Nullable String initFrom,
            @Option(
                            names = "--continue-on-new-data",
                            description = "Goes on where the prepared data are no longer those of the checkpoint.")
                    boolean continueOnNewData) {
        List<String> pairs = ExperimentOptions.withOption(options.pairs(), "training.max-minutes", maxMinutes);
        pairs = ExperimentOptions.withOption(pairs, "training.init.from", initFrom);
        pairs = ExperimentOptions.withOption(pairs, "training.continue-on-new-data", continueOnNewData ? true : null);
        return Launcher.launch(JobName.TRAIN, options, pairs);
    }

    @Command(name = "evaluate", mixinStandardHelpOptions = true, description = "Measures a checkpoint on one split.")
    int evaluate(@Mixin ExperimentOptions options, @Mixin CheckpointOption checkpoint) {
        return Launcher.launch(JobName.EVALUATE, options, checkpoint.addTo(options.pairs()));
    }

    @Command(
            name = "predict",
            mixinStandardHelpOptions = true,
            description = "Writes a checkpoint's answers for every image or text of one split.")
    int predict(@Mixin ExperimentOptions options, @Mixin CheckpointOption checkpoint) {
        return Launcher.launch(JobName.PREDICT, options, checkpoint.addTo(options.pairs()));
    }

    @Command(
            name = "embed",
            mixinStandardHelpOptions = true,
            description = "Writes every image or text of one split as a vector, as a checkpoint sees it.")
    int embed(@Mixin ExperimentOptions options, @Mixin CheckpointOption checkpoint) {
        return Launcher.launch(JobName.EMBED, options, checkpoint.addTo(options.pairs()));
    }

    @Command(
            name = "generate",
            mixinStandardHelpOptions = true,
            description = "Writes how a checkpoint's language model continues prompts.")
    int generate(@Mixin ExperimentOptions options, @Mixin CheckpointOption checkpoint) {
        return Launcher.launch(JobName.GENERATE, options, checkpoint.addTo(options.pairs()));
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Writes a checkpoint's model for timm, torchvision, Hugging Face or ONNX Runtime.")
    int export(
            @Mixin ExperimentOptions options,
            @Mixin CheckpointOption checkpoint,
            @Option(names = "--format", paramLabel = "FORMAT", description = "timm, torchvision, hugging-face or onnx.")
                    @Nullable String format) {
        List<String> pairs = checkpoint.addTo(options.pairs());
        pairs = ExperimentOptions.withOption(pairs, "export.format", format);
        return Launcher.launch(JobName.EXPORT, options, pairs);
    }

    @Command(
            name = "inspect",
            mixinStandardHelpOptions = true,
            description = "Describes a configuration's model, a shard, a manifest, a checkpoint or a tokenizer.")
    int inspect(@Mixin ExperimentOptions options) {
        return Launcher.launch(JobName.INSPECT, options, options.pairs());
    }

    @Command(
            name = "baseline",
            mixinStandardHelpOptions = true,
            description = "Fits MLlib's logistic regression to the same pixels, to compare with.")
    int baseline(@Mixin ExperimentOptions options) {
        return Launcher.launch(JobName.BASELINE, options, options.pairs());
    }

    @Command(
            name = "arena",
            mixinStandardHelpOptions = true,
            description = "Trains and times all kinds of attention on tasks that need no data.")
    int arena(
            @Mixin ExperimentOptions options,
            @Option(names = "--list", description = "Names what takes part and ends.") boolean list,
            @Option(names = "--only", paramLabel = "NAME,...", description = "Only these.") @Nullable String only,
            @Option(names = "--lengths", paramLabel = "N,...", description = "Times steps at these lengths, in tokens.")
                    @Nullable String lengths) {
        if (list) {
            System.out.print(ArenaJob.list());
            return 0;
        }
        List<String> pairs = ExperimentOptions.withOption(options.pairs(), "arena.only", listOf(only));
        pairs = ExperimentOptions.withOption(pairs, "arena.lengths", listOf(lengths));
        return Launcher.launch(JobName.ARENA, options, pairs);
    }

    private static @Nullable String listOf(@Nullable String names) {
        return names == null ? null : "[" + names + "]";
    }

    @Command(
            name = "parity",
            mixinStandardHelpOptions = true,
            description = "Proves on this cluster, by a tiny task of its own, that training computes what it promises.")
    int parity(@Mixin ExperimentOptions options) {
        return Launcher.launch(JobName.PARITY, options, options.pairs());
    }

    /** The text of {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sparkformer " + CodeVersion.current()};
        }
    }
}
