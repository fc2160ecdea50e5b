package io.sparkformer.jobs.config;

import io.sparkformer.model.interchange.KeyFamily;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a trained model is exported as. */
public enum ExportFormat {
    /** Safetensors with timm's names. */
    TIMM(KeyFamily.TIMM),
    /** Safetensors with torchvision's names. */
    TORCHVISION(KeyFamily.TORCHVISION),
    /** Safetensors with Hugging Face's names, and config.json. */
    HUGGING_FACE(KeyFamily.HUGGING_FACE),
    /** Safetensors with our own names, which every model has. */
    SPARKFORMER(KeyFamily.SPARKFORMER),
    /** The whole computation, for ONNX Runtime and its like. */
    ONNX(null);

    private final @Nullable KeyFamily family;

    ExportFormat(@Nullable KeyFamily family) {
        this.family = family;
    }

    /** Whose names the tensors get; empty where the file is more than tensors. */
    public Optional<KeyFamily> family() {
        return Optional.ofNullable(family);
    }
}
