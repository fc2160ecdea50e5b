package io.sparkformer.jobs.export;

import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.vit.VitConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What transformers reads beside the weights: config.json of a ViTConfig, preprocessor_config.json of its images. The other
 * libraries have no file for how images are normalised; there the second one tells whoever reads it.
 */
final class HuggingFaceVitFiles {
    static final String CONFIG = "config.json";
    static final String PREPROCESSOR = "preprocessor_config.json";

    /** PIL's number for bilinear resampling. */
    private static final int BILINEAR = 2;

    private HuggingFaceVitFiles() {}

    static byte[] config(VitConfig model, List<String> classes) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("ViTForImageClassification"));
        config.put("model_type", "vit");
        config.put("image_size", model.imageSize());
        config.put("patch_size", model.patchSize());
        config.put("num_channels", model.channels());
        config.put("hidden_size", model.width());
        config.put("num_hidden_layers", model.depth());
        config.put("num_attention_heads", model.heads());
        config.put("intermediate_size", model.mlpWidth());
        config.put("hidden_act", "gelu");
        config.put("layer_norm_eps", model.epsilon());
        config.put("qkv_bias", true);
        config.put("hidden_dropout_prob", model.dropout());
        config.put("attention_probs_dropout_prob", 0.0);
        Labels.describe(config, classes, model.classes());
        config.put("torch_dtype", "float32");
        return Json.file(config);
    }

    static byte[] preprocessor(int imageSize, Normalization normalization) {
        Map<String, Object> size = new LinkedHashMap<>();
        size.put("height", imageSize);
        size.put("width", imageSize);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("image_processor_type", "ViTImageProcessor");
        config.put("do_resize", true);
        config.put("size", size);
        config.put("resample", BILINEAR);
        config.put("do_rescale", true);
        config.put("rescale_factor", 1 / 255.0);
        config.put("do_normalize", true);
        config.put("image_mean", normalization.mean());
        config.put("image_std", normalization.deviation());
        return Json.file(config);
    }
}
