package io.sparkformer.model.resnet;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.classifier.GoldenClassifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layer of tiny residual networks against an independent implementation (src/test/python/resnet_golden.py). */
class ResNetGoldenTest {
    @ParameterizedTest
    @ValueSource(strings = {"resnet_wide.json", "resnet_deep.json"})
    void everyLayer_onSeededWeights_equalsTheIndependentImplementation(String file) {
        JsonNode json = Golden.read(file);
        ResNet model = model(json);
        new GoldenClassifier(json, model).requireActivations(activations(model, json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet_wide.json", "resnet_deep.json"})
    void gradients_ofEveryParameter_equalTheIndependentImplementation(String file) {
        JsonNode json = Golden.read(file);
        new GoldenClassifier(json, model(json)).requireGradients();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet_wide.json", "resnet_deep.json"})
    void gradients_ofEveryParameter_equalFiniteDifferences(String file) {
        JsonNode json = Golden.read(file);
        new GoldenClassifier(json, model(json)).requireFiniteDifferences();
    }

    private static ResNet model(JsonNode json) {
        JsonNode sizes = json.get("configuration");
        return new ResNet(new ResNetConfig(
                sizes.get("imageSize").intValue(),
                sizes.get("channels").intValue(),
                sizes.get("classes").intValue(),
                sizes.get("width").intValue(),
                sizes.get("stages").intValue(),
                sizes.get("blocks").intValue(),
                sizes.get("stemStride").intValue(),
                sizes.get("groups").intValue()));
    }

    /** Golden name to variable name. */
    private static Map<String, String> activations(ResNet model, JsonNode json) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("stem", "stem.output");
        for (int i = 0; i < model.depth(); i++) {
            String block = "blocks." + i;
            names.put(block + ".norm1", block + ".norm1.output");
            names.put(block + ".conv1", block + ".conv1.output");
            names.put(block + ".norm2", block + ".norm2.output");
            names.put(block + ".conv2", block + ".conv2.output");
            if (json.get("activations").has(block + ".shortcut")) {
                names.put(block + ".shortcut", block + ".shortcut.output");
            }
            names.put(block, block + ".residual");
        }
        names.put("norm", "norm.output");
        names.put("logits", "head.output");
        return names;
    }
}
