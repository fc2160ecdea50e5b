package io.sparkformer.jobs.weights;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.EvaluationConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.InitConfig;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.jobs.train.CheckpointStore;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.interchange.ImportSettings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A model that {@code evaluation.checkpoint} names: what a run of ours has trained, or the weights of others. */
public sealed interface SavedModel {
    /** The key that names it. */
    String KEY = "evaluation.checkpoint";

    /**
     * Finds it.
     *
     * @param now the configuration of the job that asks for it; that of other libraries' weights
     * @param messages told what is passed over or not simply taken over
     */
    static SavedModel open(Configuration hadoop, ExperimentConfig now, Consumer<String> messages) throws IOException {
        EvaluationConfig evaluation = now.evaluation();
        Path path = new Path(evaluation.checkpoint());
        FileSystem fileSystem = path.getFileSystem(hadoop);
        if (!fileSystem.exists(path) || InitialWeights.isTrainingRun(fileSystem, path)) {
            return new OfRun(CheckpointStore.open(hadoop, evaluation.checkpoint(), messages), evaluation.useEma());
        }
        return OfOthers.open(hadoop, now, messages);
    }

    /** What it was trained as. */
    ExperimentConfig experiment();

    /** Where its prepared data lie. */
    String dataDirectory();

    /** The names of its classes or tags. */
    List<String> classes();

    /** Optimizer steps behind it, as far as is known. */
    long step();

    /** The parameters in layout order. */
    float[] parameters(ParameterLayout layout) throws IOException;

    /**
     * Those of a language model without its head, in the order of {@link RunSpec#encoder}.
     *
     * @param run on the data at hand
     */
    float[] encoderParameters(RunSpec run) throws IOException;

    /**
     * A checkpoint of a training run.
     *
     * @param checkpoint which
     * @param movingAverage whether the moving average of the parameters is taken where there is one
     */
    record OfRun(Checkpoint checkpoint, boolean movingAverage) implements SavedModel {
        @Override
        public ExperimentConfig experiment() {
            return ConfigLoader.ofJson(checkpoint.configuration()).experiment();
        }

        @Override
        public String dataDirectory() {
            return checkpoint.dataDirectory();
        }

        @Override
        public List<String> classes() {
            return checkpoint.classes();
        }

        @Override
        public long step() {
            return checkpoint.step();
        }

        @Override
        public float[] parameters(ParameterLayout layout) throws IOException {
            return checkpoint.parameters(layout, movingAverage);
        }

        @Override
        public float[] encoderParameters(RunSpec run) throws IOException {
            ParameterLayout whole = run.layout();
            float[] all = parameters(whole);
            Set<String> known =
                    whole.parameters().stream().map(ParameterSpec::name).collect(Collectors.toSet());
            ParameterLayout encoder =
                    run.encoder().graph(GraphSettings.inference(1)).layout();
            if (!encoder.parameters().stream().map(ParameterSpec::name).allMatch(known::contains)) {
                String pooling = String.valueOf(run.experiment().evaluation().textPooling())
                        .toLowerCase(Locale.ROOT);
                throw new UserError(
                        "evaluation.text-pooling = " + pooling + ": a model that was trained with task.type = "
                                + run.experiment().task().type() + " has no " + pooling,
                        "Set evaluation.text-pooling to first, mean or last");
            }
            return whole.select(all, encoder);
        }

        @Override
        public String toString() {
            return checkpoint.toString();
        }
    }

    /**
     * Weights in a format of others, which say little of the model that they belong to: it is the configured one, for the
     * configured data.
     *
     * @param experiment as it is configured now, without what is asked in training only
     * @param data the configured ones
     * @param hadoop reads the weights
     * @param messages told what is not simply taken over
     */
    record OfOthers(ExperimentConfig experiment, PreparedData data, Configuration hadoop, Consumer<String> messages)
            implements SavedModel {
        static OfOthers open(Configuration hadoop, ExperimentConfig now, Consumer<String> messages) throws IOException {
            if (now.data().directory().isBlank()) {
                throw new UserError(
                        KEY + " = " + now.evaluation().checkpoint()
                                + " is no training run: what its weights do not say of their model follows from model and"
                                + " from data.directory, which is not set",
                        "Set data.directory to data that were prepared for the model");
            }
            PreparedData data = PreparedData.open(hadoop, now.data().directory());
            return new OfOthers(now.withTask(now.task().withoutAuxiliaries()), data, hadoop, messages);
        }

        @Override
        public String dataDirectory() {
            return experiment.data().directory();
        }

        @Override
        public List<String> classes() {
            return DataTraits.classNames(data.manifest());
        }

        @Override
        public long step() {
            return 0;
        }

        @Override
        public float[] parameters(ParameterLayout layout) throws IOException {
            RunSpec run = new RunSpec(
                    KEY,
                    new ResolvedConfig(experiment, List.of()).toJson(),
                    dataDirectory(),
                    data.version(),
                    DataTraits.of(data.manifest()),
                    0);
            return InitialWeights.of(run, KEY, init(), hadoop, messages).parameters();
        }

        @Override
        public float[] encoderParameters(RunSpec run) throws IOException {
            WeightsTarget target = new WeightsTarget.OfTexts(run.encoder(), experiment.seed());
            return InitialWeights.read(hadoop, KEY, init(), target, messages).parameters();
        }

        private InitConfig init() {
            InitConfig configured = experiment.training().init();
            return new InitConfig(
                    experiment.evaluation().checkpoint(),
                    configured.keys(),
                    ImportSettings.Head.KEEP,
                    configured.linearPatches(),
                    configured.mean(),
                    configured.deviation());
        }

        @Override
        public String toString() {
            return experiment.evaluation().checkpoint();
        }
    }
}
