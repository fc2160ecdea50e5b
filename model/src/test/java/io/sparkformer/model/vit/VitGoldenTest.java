package io.sparkformer.model.vit;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.classifier.GoldenClassifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layer of tiny ViTs against an independent implementation (src/test/python/vit_golden.py). */
class VitGoldenTest {
    @ParameterizedTest
    @ValueSource(strings = {"vit_cls.json", "vit_mean.json"})
    void everyLayer_onSeededWeights_equalsTheIndependentImplementation(String file) {
        JsonNode json = Golden.read(file);
        Vit model = model(json);
        new GoldenClassifier(json, model).requireActivations(activations(model.config()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit_cls.json", "vit_mean.json"})
    void gradients_ofEveryParameter_equalTheIndependentImplementation(String file) {
        JsonNode json = Golden.read(file);
        new GoldenClassifier(json, model(json)).requireGradients();
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit_cls.json", "vit_mean.json"})
    void gradients_ofEveryParameter_equalFiniteDifferences(String file) {
        JsonNode json = Golden.read(file);
        new GoldenClassifier(json, model(json)).requireFiniteDifferences();
    }

    private static Vit model(JsonNode json) {
        return new Vit(VitGolden.config(json.get("configuration")));
    }

    /** Golden name to variable name. */
    private static Map<String, String> activations(VitConfig config) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("patch_embed", "patch_embed.proj.output");
        names.put("tokens", "tokens");
        for (int i = 0; i < config.depth(); i++) {
            String block = "blocks." + i;
            names.put(block + ".norm1", block + ".norm1.output");
            names.put(block + ".attn.qkv", block + ".attn.qkv.output");
            names.put(block + ".attn", block + ".attn.proj.output");
            names.put(block + ".residual1", block + ".residual1");
            names.put(block + ".norm2", block + ".norm2.output");
            names.put(block + ".mlp.fc1", block + ".mlp.fc1.output");
            names.put(block + ".mlp", block + ".mlp.fc2.output");
            names.put(block, block + ".residual2");
        }
        boolean cls = config.pooling() == VitConfig.Pooling.CLS;
        names.put(cls ? "norm" : "fc_norm", cls ? "norm.output" : "fc_norm.output");
        names.put("logits", "head.output");
        return names;
    }
}
