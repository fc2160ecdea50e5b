package io.sparkformer.jobs.inspect;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.VitModelConfig;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
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
        if (!(experiment.model() instanceof VitModelConfig model)) {
            throw new UserError("model.type is of no kind that can be inspected", "Use model.type = vit");
        }
        int classes = classes(model, experiment.data().directory(), hadoop);
        VitConfig sizes;
        ParameterLayout layout;
        try {
            sizes = Models.vit(model, classes);
            layout = Models.graph(model, classes, GraphSettings.inference(1)).layout();
        } catch (IllegalArgumentException refused) {
            throw new UserError("model: " + refused.getMessage(), "Correct the configuration", refused);
        }
        describe(model, sizes, page);
        table(layout, page);
    }

    private static int classes(VitModelConfig model, String directory, Configuration hadoop) throws IOException {
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

    private static void describe(VitModelConfig model, VitConfig sizes, Page page) {
        page.value("model", "vit " + model.variant());
        page.value("image", sizes.imageSize() + " x " + sizes.imageSize() + " x " + sizes.channels());
        page.value("patch size", sizes.patchSize());
        page.value("patches", sizes.patches());
        page.value("width", sizes.width());
        page.value("depth", sizes.depth());
        page.value("heads", sizes.heads());
        page.value("mlp width", sizes.mlpWidth());
        page.value("pooling", sizes.pooling().name().toLowerCase(Locale.ROOT));
        page.value("classes", sizes.classes());
        page.heading("parameters");
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
