package io.sparkformer.jobs.inspect;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.ModelConfig;
import io.sparkformer.jobs.config.VitModelConfig;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.resnet.ResNet;
import io.sparkformer.model.resnet.ResNetConfig;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** The parameters of a configured model. The model is declared, but none of its parameters is allocated. */
final class ModelInspection {
    private ModelInspection() {}

    static void describe(ExperimentConfig experiment, Configuration hadoop, Page page) throws IOException {
        ModelConfig config = experiment.model();
        int classes = classes(config, experiment.data().directory(), hadoop);
        ImageClassifier model;
        ParameterLayout layout;
        try {
            model = Models.classifier(config, classes);
            layout = model.graph(Objective.SOFTMAX, GraphSettings.inference(1)).layout();
        } catch (IllegalArgumentException refused) {
            throw new UserError("model: " + refused.getMessage(), "Correct the configuration", refused);
        }
        describe(config, model, page);
        table(layout, page);
    }

    private static int classes(ModelConfig model, String directory, Configuration hadoop) throws IOException {
        Integer classes = model.classes();
        if (classes != null) {
            return classes;
        }
        if (directory.isBlank()) {
            throw new UserError(
                    "model.classes = null takes the number of classes from the prepared data, and data.directory is not"
                            + " set",
                    "Give --set model.classes=1000, or --set data.directory=DIR");
        }
        return PreparedData.open(hadoop, directory).manifest().classes().size();
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
        page.value("depth", sizes.depth());
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
