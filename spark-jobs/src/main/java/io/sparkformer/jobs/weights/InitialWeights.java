package io.sparkformer.jobs.weights;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.InitConfig;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.config.Redaction;
import io.sparkformer.jobs.runtime.LanguageModels;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.jobs.train.CheckpointStore;
import io.sparkformer.model.checkpoint.CheckpointFormatException;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.interchange.ImportSettings;
import io.sparkformer.model.interchange.ImportedWeights;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.interchange.OnnxWeightsFile;
import io.sparkformer.model.interchange.WeightsFile;
import io.sparkformer.model.interchange.WeightsImport;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a run starts from, where that is not the seed.
 *
 * @param parameters in layout order
 * @param origin where they came from
 */
public record InitialWeights(float[] parameters, Initialization origin) {
    private static final String KEY = "training.init.from";

    /** The model that is to get weights. */
    public sealed interface Target {
        /** Of what the weights do not cover. */
        long seed();

        /** Its parameters. */
        ModelGraph graph();
    }

    /**
     * A Vision Transformer.
     *
     * @param config its sizes
     * @param seed of what the weights do not cover
     * @param normalization of the images it is going to see
     */
    public record ImageTarget(VitConfig config, long seed, Normalization normalization) implements Target {
        @Override
        public ModelGraph graph() {
            return Vit.graph(config, GraphSettings.inference(1));
        }
    }

    /**
     * A Transformer over tokens with a task.
     *
     * @param task which
     * @param seed of what the weights do not cover
     */
    public record TextTarget(LanguageTask task, long seed) implements Target {
        @Override
        public ModelGraph graph() {
            return task.graph(GraphSettings.inference(1));
        }
    }

    /**
     * Reads the weights that an experiment names.
     *
     * @param messages told what was not simply taken over
     * @throws UserError naming everything that does not fit
     */
    public static InitialWeights read(Configuration hadoop, InitConfig config, Target target, Consumer<String> messages)
            throws IOException {
        Path path = new Path(config.from());
        FileSystem fileSystem = path.getFileSystem(hadoop);
        if (!fileSystem.exists(path)) {
            throw new UserError(
                    KEY + " = " + path + ": there is no such file or directory",
                    "Name a safetensors file, a directory with one, or a training run");
        }
        Source source = source(hadoop, fileSystem, path, messages);
        if (target instanceof ImageTarget images) {
            return forImages(hadoop, config, images, source, messages);
        }
        return forTexts(config, (TextTarget) target, source, messages);
    }

    /**
     * Where weights lie.
     *
     * @param fileSystem of all
     * @param path as it is configured
     * @param directory of the files
     * @param files one checkpoint
     * @param checkpoint the same, where it is of a training run
     */
    private record Source(
            FileSystem fileSystem,
            Path path,
            Path directory,
            List<WeightsFile> files,
            @Nullable Checkpoint checkpoint) {}

    private static Source source(Configuration hadoop, FileSystem fileSystem, Path path, Consumer<String> messages)
            throws IOException {
        if (isTrainingRun(fileSystem, path)) {
            Checkpoint checkpoint = CheckpointStore.open(hadoop, path.toString(), messages);
            StoredWeights file = new StoredWeights(fileSystem, checkpoint.weights());
            return new Source(fileSystem, path, checkpoint.directory(), List.of(file), checkpoint);
        }
        WeightsLocation location = new WeightsLocation(fileSystem, path);
        List<WeightsFile> files = new ArrayList<>();
        for (Path file : location.files()) {
            files.add(file(fileSystem, file));
        }
        return new Source(fileSystem, path, location.directory(), files, null);
    }

    private static InitialWeights forImages(
            Configuration hadoop, InitConfig config, ImageTarget target, Source source, Consumer<String> messages)
            throws IOException {
        Checkpoint checkpoint = source.checkpoint();
        ModelTraits traits = checkpoint == null
                ? ModelTraits.beside(source.fileSystem(), source.directory())
                : traits(checkpoint, DataStatistics.of(hadoop, checkpoint, messages));
        ImportedWeights weights = read(source.files(), config, target);
        traits.require(target.config(), weights.family(), messages);
        InitialWeights initial = taken(config, source, weights, messages);
        adapt(weights.parameters(), config, traits.normalization(), target, messages);
        return initial;
    }

    private static InitialWeights forTexts(
            InitConfig config, TextTarget target, Source source, Consumer<String> messages) throws IOException {
        Checkpoint checkpoint = source.checkpoint();
        LanguageTraits traits = checkpoint == null
                ? LanguageTraits.of(JsonFile.read(source.fileSystem(), new Path(source.directory(), "config.json")))
                : traits(checkpoint);
        ImportedWeights weights = read(source.files(), config, target);
        traits.require(target.task().model().config(), messages);
        return taken(config, source, weights, messages);
    }

    private static InitialWeights taken(
            InitConfig config, Source source, ImportedWeights weights, Consumer<String> messages) throws IOException {
        weights.notes().forEach(note -> messages.accept(source.path() + ": " + note));
        return new InitialWeights(
                weights.parameters(), origin(config, source.fileSystem(), source.files(), weights.family()));
    }

    private static WeightsFile file(FileSystem fileSystem, Path path) throws IOException {
        StoredWeights stored = new StoredWeights(fileSystem, path);
        if (!WeightsLocation.isOnnx(path)) {
            return stored;
        }
        try {
            return new OnnxWeightsFile(stored);
        } catch (CheckpointFormatException e) {
            throw new UserError(KEY + " = " + e.problem(), e.remedy(), e);
        }
    }

    private static LanguageTraits traits(Checkpoint checkpoint) {
        ExperimentConfig trained =
                ConfigLoader.ofJson(checkpoint.configuration()).experiment();
        if (trained.model() instanceof LanguageModelSettings settings) {
            return LanguageTraits.of(LanguageModels.config(settings, 0));
        }
        throw new UserError(
                KEY + " = " + checkpoint.directory() + ": the model that was trained there is no language model",
                "Name a run with model.type = language");
    }

    private static boolean isTrainingRun(FileSystem fileSystem, Path path) throws IOException {
        return fileSystem.exists(new Path(path, CheckpointStore.DIRECTORY))
                || fileSystem.exists(new Path(path, Checkpoint.HEADER_FILE));
    }

    private static ModelTraits traits(Checkpoint checkpoint, @Nullable Normalization normalization) {
        ExperimentConfig trained =
                ConfigLoader.ofJson(checkpoint.configuration()).experiment();
        if (trained.model() instanceof LanguageModelSettings
                || !(Models.classifier(trained.model(), checkpoint.classes().size()) instanceof Vit vit)) {
            throw new UserError(
                    KEY + " = " + checkpoint.directory()
                            + ": the model that was trained there is no Vision Transformer",
                    "Name a run with model.type = vit");
        }
        return ModelTraits.of(vit.config(), normalization);
    }

    private static ImportedWeights read(List<WeightsFile> files, InitConfig config, Target target) throws IOException {
        ImportSettings settings = new ImportSettings(config.keys(), config.head(), config.linearPatches());
        ModelGraph graph = target.graph();
        try {
            return WeightsImport.read(files, graph.layout(), graph.initialParameters(target.seed()), settings);
        } catch (CheckpointFormatException e) {
            throw new UserError(KEY + " = " + e.problem(), e.remedy(), e);
        }
    }

    /** Makes up for images that are normalised otherwise here; what is configured goes before what lies with the weights. */
    private static void adapt(
            float[] parameters,
            InitConfig config,
            @Nullable Normalization known,
            ImageTarget target,
            Consumer<String> messages) {
        Normalization theirs = config.mean().isEmpty() ? known : new Normalization(config.mean(), config.deviation());
        if (theirs == null) {
            messages.accept(
                    "nothing says by which mean and deviation the weights' images were normalised; here they are"
                            + " by " + target.normalization().mean() + " and "
                            + target.normalization().deviation()
                            + ". training.init.mean and training.init.deviation make up for the difference");
            return;
        }
        if (theirs.channels() != target.config().channels()) {
            throw new UserError(
                    "The weights' images are normalised by the mean " + theirs.mean() + ", and model.channels = "
                            + target.config().channels(),
                    "Give training.init.mean and training.init.deviation one number per channel");
        }
        theirs.adapt(parameters, target.graph().layout(), target.normalization());
    }

    private static Initialization origin(
            InitConfig config, FileSystem fileSystem, List<WeightsFile> files, KeyFamily family) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        for (WeightsFile file : files) {
            names.add(file.name());
            hashes.add(Checksums.sha256Hex(fileSystem, new Path(file.name())));
        }
        return new Initialization(Redaction.ofText(config.from()), names, hashes, family.label());
    }
}
