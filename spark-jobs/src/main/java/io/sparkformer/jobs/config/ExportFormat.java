package io.sparkformer.jobs.config;

/** What a trained model is exported as. */
public enum ExportFormat {
    /** Safetensors with timm's names. */
    TIMM("timm"),
    /** Safetensors with torchvision's names. */
    TORCHVISION("torchvision"),
    /** Safetensors with Hugging Face's names, config.json, and of language models the tokenizer. */
    HUGGING_FACE("hugging-face"),
    /** Safetensors with our own names, which every model has. */
    SPARKFORMER("sparkformer"),
    /** The whole computation, for ONNX Runtime and its like. */
    ONNX("onnx");

    private final String label;

    ExportFormat(String label) {
        this.label = label;
    }

    /** What {@code export.format} calls it. */
    public String label() {
        return label;
    }
}
