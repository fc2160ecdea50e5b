package io.sparkformer.jobs.inspect;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ClassificationSettings;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.config.ModelConfig;
import io.sparkformer.jobs.config.TaggingSettings;
import io.sparkformer.jobs.config.TaskSettings;
import io.sparkformer.jobs.config.VitModelConfig;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.resnet.ResNet;
import io.sparkformer.model.resnet.ResNetConfig;
import io.sparkformer.model.task.ImageClassification;
import io.sparkformer.model.task.TrainingTask;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** The parameters of a configured model. The model is declared, but none of its parameters is allocated. */
final class ModelInspection {
    private ModelInspection() {}

    static void describe(ExperimentConfig experiment, Configuration hadoop, Page page) throws IOException {
        DataTraits traits = traits(experiment, hadoop);
        TrainingTask task;
        ParameterLayout layout;
        try {
            task = Models.task(experiment, traits);
            layout = task.graph(GraphSettings.inference(1)).layout();
        } catch (IllegalArgumentException refused) {
            throw new UserError("model: " + refused.getMessage(), "Correct the configuration", refused);
        }
        if (task instanceof ImageClassification images) {
            describe(experiment.model(), images.model(), page);
        } else if (task instanceof LanguageTask language) {
            describe(experiment.task(), language, page);
        }
        table(layout, page);
    }

    /** Those of the data, where there are any; else what the configuration says, and one token for a text. */
    private static DataTraits traits(ExperimentConfig experiment, Configuration hadoop) throws IOException {
        String directory = experiment.data().directory();
        boolean language = experiment.model() instanceof LanguageModelSettings;
        Integer classes = experiment.model().classes();
        if (!directory.isBlank() && (language || classes == null)) {
            return DataTraits.of(PreparedData.open(hadoop, directory).manifest());
        }
        boolean needsNone = language
                && !(experiment.task() instanceof ClassificationSettings)
                && !(experiment.task() instanceof TaggingSettings);
        return new DataTraits(needsNone ? 0 : require(classes), 0, language ? 1 : 0);
    }

    private static int require(@Nullable Integer classes) {
        if (classes == null) {
            throw new UserError(
                    "model.classes = null takes the number of classes from the prepared data, and data.directory is not"
                            + " set",
                    "Give --set model.classes=1000, or --set data.directory=DIR");
        }
        return classes;
    }

    private static void describe(TaskSettings settings, LanguageTask task, Page page) {
        LanguageModelConfig sizes = task.model().config();
        page.value("task", settings.type());
        page.value("vocabulary", sizes.embedding().vocabulary());
        page.value("embedding width", sizes.embedding().width());
        page.value(
                "positions",
                lowerCase(sizes.embedding().positions()) + ", "
                        + sizes.embedding().longest());
        page.value("segments", sizes.embedding().segments());
        page.value("width", sizes.stack().width());
        page.value(
                "depth", sizes.stack().depth() + (sizes.stack().layering().shared() ? ", sharing their weights" : ""));
        page.value("depth scheme", sizes.stack().layering().scheme());
        page.value("heads", sizes.stack().heads());
        page.value("mlp width", sizes.stack().hiddenWidth());
        page.value("activation", lowerCase(sizes.stack().activation()));
        page.value("norms", lowerCase(sizes.stack().connection()));
        page.value("attention", sizes.stack().layering().attention());
        page.value("causal", sizes.stack().causal() ? "yes" : "no");
        page.heading("parameters");
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void describe(ModelConfig config, ImageClassifier model, Page page) {
        page.value("model", name(config));
        page.value("image", model.imageSize() + " x " + model.imageSize() + " x " + model.channels());
        if (model instanceof Vit vit) {
            describe(vit.config(), page);
        } else if (model instanceof ResNet resNet) {
            describe(resNet.config(), page);
        }
        page.value("classes", model.classes());
        page.heading("parameters");
    }

    private static String name(ModelConfig config) {
        return config instanceof VitModelConfig vit ? "vit " + vit.variant() : "resnet";
    }

    private static void describe(VitConfig sizes, Page page) {
        page.value("patch size", sizes.patchSize());
        page.value("patches", sizes.patches());
        page.value("width", sizes.width());
        page.value("depth", sizes.depth() + (sizes.layering().shared() ? ", sharing their weights" : ""));
        page.value("depth scheme", sizes.layering().scheme());
        page.value("heads", sizes.heads());
        page.value("mlp width", sizes.mlpWidth());
        page.value("pooling", sizes.pooling().name().toLowerCase(Locale.ROOT));
    }

    private static void describe(ResNetConfig sizes, Page page) {
        page.value("stages", sizes.stages());
        page.value("stage width", sizes.width() + " to " + sizes.width(sizes.stages() - 1));
        page.value("stage blocks", sizes.blocks());
        page.value("stem stride", sizes.stemStride());
        page.value("norm groups", sizes.groups());
    }

    private static void table(ParameterLayout layout, Page page) {
        List<List<Object>> rows = new ArrayList<>();
        long total = 0;
        for (ParameterSpec parameter : layout.parameters()) {
            total += parameter.length();
            String decay = parameter.decay() ? "yes" : "no";
            rows.add(List.of(parameter.name(), parameter.shape(), parameter.length(), total, decay));
        }
        page.table(List.of("name", "shape", "count", "running total", "weight decay"), rows);
        page.heading("total " + total);
    }
}
