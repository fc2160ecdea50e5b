package io.sparkformer.model.interchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import io.sparkformer.model.vit.VitGolden;
import java.io.IOException;
import java.util.List;

/** The models of src/test/python/interchange_golden.py. */
final class InterchangeExample {
    static final JsonNode JSON = Golden.read("interchange.json");

    private InterchangeExample() {}

    static VitConfig config() {
        return VitGolden.config(sizes());
    }

    static VitConfig config(int imageSize, double epsilon) {
        return VitGolden.config(sizes().put("imageSize", imageSize).put("epsilon", epsilon));
    }

    static VitConfig ofClasses(int classes) {
        return VitGolden.config(sizes().put("classes", classes));
    }

    private static ObjectNode sizes() {
        return JSON.get("sizes").<ObjectNode>deepCopy().put("pooling", "cls").put("epsilon", VitConfig.EPSILON);
    }

    static ParameterLayout layout(VitConfig config) {
        return Vit.graph(config, GraphSettings.inference(1)).layout();
    }

    static ImportedWeights read(List<WeightsFile> files, VitConfig config, ImportSettings settings) throws IOException {
        ModelGraph graph = Vit.graph(config, GraphSettings.inference(1));
        return WeightsImport.read(files, graph.layout(), graph.initialParameters(3), settings);
    }

    static ImportedWeights read(List<WeightsFile> files, VitConfig config) throws IOException {
        return read(files, config, ImportSettings.AUTO);
    }

    /** What the plan makes of these weights. */
    static double[] logits(VitConfig config, float[] parameters, JsonNode patches) {
        int batch = patches.get("shape").get(0).intValue();
        try (StepPlan plan = StepPlan.forInference(
                Vit.graph(config, GraphSettings.inference(batch)), Engine.AUTO.create(Precision.F32))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput("patches", floats(Golden.tensor(patches)));
            plan.setInput("targets", new float[batch * config.classes()]);
            plan.run();
            return doubles(plan.output("logits"));
        }
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** The largest difference relative to the largest of the expected. */
    static double relativeError(double[] actual, double[] expected) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
        }
        return difference / largest;
    }
}
