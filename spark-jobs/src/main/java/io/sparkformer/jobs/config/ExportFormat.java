package io.sparkformer.jobs.config;

import io.sparkformer.model.interchange.KeyFamily;

/** What a trained model is exported as. */
public enum ExportFormat {
    /** Safetensors with timm's names. */
    TIMM(KeyFamily.TIMM),
    /** Safetensors with torchvision's names. */
    TORCHVISION(KeyFamily.TORCHVISION),
    /** Safetensors with Hugging Face's names, and config.json. */
    HUGGING_FACE(KeyFamily.HUGGING_FACE);

    private final KeyFamily family;

    ExportFormat(KeyFamily family) {
        this.family = family;
    }

    /** Whose names the tensors get. */
    public KeyFamily family() {
        return family;
    }
}
