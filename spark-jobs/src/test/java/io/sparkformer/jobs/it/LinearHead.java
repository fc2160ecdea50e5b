package io.sparkformer.jobs.it;

import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A trained model's last layer, computed without any engine.
 *
 * @param weight [classes, D], row by row
 * @param bias [classes]
 */
record LinearHead(float[] weight, float[] bias) {
    static LinearHead of(TrainingOutput run) throws IOException {
        Checkpoint checkpoint = run.newestCheckpoint().orElseThrow();
        ParameterLayout layout = Models.graph(
                        ConfigLoader.ofJson(checkpoint.configuration())
                                .experiment()
                                .model(),
                        checkpoint.classes().size(),
                        GraphSettings.inference(1))
                .layout();
        float[] parameters = checkpoint.parameters(layout, false);
        return new LinearHead(part(parameters, layout, "head.weight"), part(parameters, layout, "head.bias"));
    }

    private static float[] part(float[] parameters, ParameterLayout layout, String name) {
        ParameterSpec place = layout.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Arrays.copyOfRange(parameters, place.offset(), place.offset() + place.length());
    }

    /** The class with the largest logit. */
    int best(List<Float> features) {
        int best = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < bias.length; label++) {
            double logit = bias[label];
            for (int i = 0; i < features.size(); i++) {
                logit += weight[label * features.size() + i] * features.get(i);
            }
            if (logit > largest) {
                largest = logit;
                best = label;
            }
        }
        return best;
    }
}
