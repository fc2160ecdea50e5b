package io.sparkformer.model.vit;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.attention.Layering;
import java.util.Locale;

/** Tiny Vision Transformers of the golden files. */
public final class VitGolden {
    private VitGolden() {}

    /** The sizes under their names in the file. */
    public static VitConfig config(JsonNode sizes) {
        return new VitConfig(
                sizes.get("imageSize").intValue(),
                sizes.get("channels").intValue(),
                sizes.get("patchSize").intValue(),
                sizes.get("width").intValue(),
                sizes.get("depth").intValue(),
                sizes.get("heads").intValue(),
                sizes.get("mlpWidth").intValue(),
                sizes.get("classes").intValue(),
                VitConfig.Pooling.valueOf(sizes.get("pooling").textValue().toUpperCase(Locale.ROOT)),
                0,
                0,
                sizes.get("epsilon").doubleValue(),
                Layering.PLAIN);
    }
}
