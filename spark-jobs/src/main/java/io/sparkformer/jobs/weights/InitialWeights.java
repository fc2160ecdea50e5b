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
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.jobs.train.CheckpointStore;
import io.sparkformer.model.checkpoint.CheckpointFormatException;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.interchange.ImportSettings;
import io.sparkformer.model.interchange.ImportedWeights;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.interchange.OnnxWeightsFile;
import io.sparkformer.model.interchange.WeightsFile;
import io.sparkformer.model.interchange.WeightsImport;
import io.sparkformer.model.vit.Vit;
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
    /**
     * Reads weights for a run's model.
     *
     * @param key that names them in messages
     * @param config where they lie, and what they do not say of themselves
     * @param messages told what was not simply taken over
     * @throws UserError naming everything that does not fit
     */
    public static InitialWeights of(
            RunSpec run, String key, InitConfig config, Configuration hadoop, Consumer<String> messages)
            throws IOException {
        return read(hadoop, key, config, WeightsTarget.of(run, key, hadoop), messages);
    }

    static InitialWeights read(
            Configuration hadoop, String key, InitConfig config, WeightsTarget target, Consumer<String> messages)
            throws IOException {
        Path path = new Path(config.from());
        FileSystem fileSystem = path.getFileSystem(hadoop);
        if (!fileSystem.exists(path)) {
            throw new UserError(
                    key + " = " + path + ": there is no such file or directory",
                    "Name a safetensors file, a directory with one, or a training run");
        }
        Source source = source(hadoop, key, fileSystem, path, messages);
        if (target instanceof WeightsTarget.OfImages images) {
            return forImages(hadoop, config, images, source, messages);
        }
        return forTexts(config, (WeightsTarget.OfTexts) target, source, messages);
    }

    /**
     * Where weights lie.
     *
     * @param key that names them
     * @param fileSystem of all
     * @param path as it is configured
     * @param directory of the files
     * @param files one checkpoint
     * @param checkpoint the same, where it is of a training run
     */
    private record Source(
            String key,
            FileSystem fileSystem,
            Path path,
            Path directory,
            List<WeightsFile> files,
            @Nullable Checkpoint checkpoint) {}

    private static Source source(
            Configuration hadoop, String key, FileSystem fileSystem, Path path, Consumer<String> messages)
            throws IOException {
        if (isTrainingRun(fileSystem, path)) {
            Checkpoint checkpoint = CheckpointStore.open(hadoop, path.toString(), messages);
            StoredWeights file = new StoredWeights(fileSystem, checkpoint.weights());
            return new Source(key, fileSystem, path, checkpoint.directory(), List.of(file), checkpoint);
        }
        WeightsLocation location = new WeightsLocation(fileSystem, path);
        List<WeightsFile> files = new ArrayList<>();
        for (Path file : location.files()) {
            files.add(file(key, fileSystem, file));
        }
        return new Source(key, fileSystem, path, location.directory(), files, null);
    }

    private static InitialWeights forImages(
            Configuration hadoop,
            InitConfig config,
            WeightsTarget.OfImages target,
            Source source,
            Consumer<String> messages)
            throws IOException {
        Checkpoint checkpoint = source.checkpoint();
        ModelTraits traits = checkpoint == null
                ? ModelTraits.beside(source.fileSystem(), source.directory())
                : traits(source.key(), checkpoint, DataStatistics.of(hadoop, checkpoint, messages));
        ImportedWeights weights = read(source, config, target);
        traits.require(target.config(), weights.family(), messages);
        InitialWeights initial = taken(config, source, weights, messages);
        adapt(weights.parameters(), config, traits.normalization(), target, messages);
        return initial;
    }

    private static InitialWeights forTexts(
            InitConfig config, WeightsTarget.OfTexts target, Source source, Consumer<String> messages)
            throws IOException {
        Checkpoint checkpoint = source.checkpoint();
        LanguageTraits traits = checkpoint == null
                ? LanguageTraits.of(JsonFile.read(source.fileSystem(), new Path(source.directory(), "config.json")))
                : traits(source.key(), checkpoint);
        ImportedWeights weights = read(source, config, target);
        traits.require(target.reader().model().config(), messages);
        return taken(config, source, weights, messages);
    }

    private static InitialWeights taken(
            InitConfig config, Source source, ImportedWeights weights, Consumer<String> messages) throws IOException {
        weights.notes().forEach(note -> messages.accept(source.path() + ": " + note));
        return new InitialWeights(
                weights.parameters(), origin(config, source.fileSystem(), source.files(), weights.family()));
    }

    private static WeightsFile file(String key, FileSystem fileSystem, Path path) throws IOException {
        StoredWeights stored = new StoredWeights(fileSystem, path);
        if (!WeightsLocation.isOnnx(path)) {
            return stored;
        }
        try {
            return new OnnxWeightsFile(stored);
        } catch (CheckpointFormatException e) {
            throw new UserError(key + " = " + e.problem(), e.remedy(), e);
        }
    }

    private static LanguageTraits traits(String key, Checkpoint checkpoint) {
        ExperimentConfig trained =
                ConfigLoader.ofJson(checkpoint.configuration()).experiment();
        if (trained.model() instanceof LanguageModelSettings settings) {
            return LanguageTraits.of(LanguageModels.config(settings, 0));
        }
        throw new UserError(
                key + " = " + checkpoint.directory() + ": the model that was trained there is no language model",
                "Name a run with model.type = language");
    }

    /** Whether a directory is a training run of ours, or one of its checkpoints. */
    static boolean isTrainingRun(FileSystem fileSystem, Path path) throws IOException {
        return fileSystem.exists(new Path(path, CheckpointStore.DIRECTORY))
                || fileSystem.exists(new Path(path, Checkpoint.HEADER_FILE));
    }

    private static ModelTraits traits(String key, Checkpoint checkpoint, @Nullable Normalization normalization) {
        ExperimentConfig trained =
                ConfigLoader.ofJson(checkpoint.configuration()).experiment();
        if (trained.model() instanceof LanguageModelSettings
                || !(Models.classifier(trained.model(), checkpoint.classes().size()) instanceof Vit vit)) {
            throw new UserError(
                    key + " = " + checkpoint.directory()
                            + ": the model that was trained there is no Vision Transformer",
                    "Name a run with model.type = vit");
        }
        return ModelTraits.of(vit.config(), normalization);
    }

    private static ImportedWeights read(Source source, InitConfig config, WeightsTarget target) throws IOException {
        ImportSettings settings = new ImportSettings(config.keys(), config.head(), config.linearPatches());
        ModelGraph graph = target.graph();
        try {
            return WeightsImport.read(source.files(), graph.layout(), graph.initialParameters(target.seed()), settings);
        } catch (CheckpointFormatException e) {
            throw new UserError(source.key() + " = " + e.problem(), e.remedy(), e);
        }
    }

    /** Makes up for images that are normalised otherwise here; what is configured goes before what lies with the weights. */
    private static void adapt(
            float[] parameters,
            InitConfig config,
            @Nullable Normalization known,
            WeightsTarget.OfImages target,
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
