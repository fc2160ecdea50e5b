package io.sparkformer.jobs.runtime;

import io.sparkformer.jobs.config.ClassificationSettings;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.config.ModelConfig;
import io.sparkformer.jobs.config.Pooling;
import io.sparkformer.jobs.config.ResNetModelConfig;
import io.sparkformer.jobs.config.TokenOrder;
import io.sparkformer.jobs.config.VitModelConfig;
import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.resnet.ResNet;
import io.sparkformer.model.resnet.ResNetConfig;
import io.sparkformer.model.task.ImageClassification;
import io.sparkformer.model.task.TrainingTask;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import io.sparkformer.model.vit.VitVariant;
import org.jspecify.annotations.Nullable;

/** From a configured model to its graph. */
public final class Models {
    private Models() {}

    /**
     * Declares the configured model with softmax, for whoever looks at its parameters only.
     *
     * @param classes number of classes of the data, used unless the configuration names its own
     */
    public static ModelGraph graph(ModelConfig config, int classes, GraphSettings settings) {
        return classifier(config, classes).graph(Objective.SOFTMAX, settings);
    }

    /** An experiment's model with what it is trained to do on data of these traits. */
    public static TrainingTask task(ExperimentConfig experiment, DataTraits traits) {
        if (experiment.model() instanceof LanguageModelSettings language) {
            return LanguageModels.task(experiment, language, traits);
        }
        if (!(experiment.task() instanceof ClassificationSettings)) {
            throw new IllegalArgumentException("task.type: models of images are trained for classification only");
        }
        return new ImageClassification(
                classifier(experiment.model(), traits.classes()),
                experiment.training().loss());
    }

    /**
     * The configured model.
     *
     * @param classes number of classes of the data, used unless the configuration names its own
     */
    public static ImageClassifier classifier(ModelConfig config, int classes) {
        if (config instanceof VitModelConfig vit) {
            return new Vit(vit(vit, classes));
        }
        if (config instanceof ResNetModelConfig resNet) {
            return new ResNet(resNet(resNet, classes));
        }
        throw new IllegalArgumentException("model.type = language is no model of images");
    }

    private static ResNetConfig resNet(ResNetModelConfig config, int classes) {
        return new ResNetConfig(
                config.imageSize(),
                config.channels(),
                or(config.classes(), classes),
                config.stageWidth(),
                config.stages(),
                config.stageBlocks(),
                config.stemStride(),
                config.normGroups());
    }

    /** The sizes of a configured Vision Transformer: its variant's, where the configuration does not replace them. */
    public static VitConfig vit(VitModelConfig config, int classes) {
        String[] parts = config.variant().split("/", 2);
        VitVariant variant = config.variant().equals(VitModelConfig.CUSTOM) ? null : VitVariant.ofLabel(parts[0]);
        int patchSize = or(config.patchSize(), variant == null ? 0 : Integer.parseInt(parts[1]));
        return new VitConfig(
                config.imageSize(),
                config.channels(),
                patchSize,
                or(config.width(), variant == null ? 0 : variant.width()),
                or(config.depth(), variant == null ? 0 : variant.depth()),
                or(config.heads(), variant == null ? 0 : variant.heads()),
                or(config.mlpWidth(), variant == null ? 0 : variant.mlpWidth()),
                or(config.classes(), classes),
                config.pooling() == Pooling.CLS ? VitConfig.Pooling.CLS : VitConfig.Pooling.MEAN,
                config.dropout(),
                config.stochasticDepth(),
                config.layerNormEpsilon(),
                Layering.of(config.attention().attention(TokenOrder.picture(config.imageSize() / patchSize)))
                        .sharing(
                                config.sharedBlocks() == null
                                        ? config.depthScheme().shares()
                                        : config.sharedBlocks())
                        .by(config.depthScheme().scheme()));
    }

    private static int or(@Nullable Integer own, int variants) {
        return own != null ? own : variants;
    }
}
