package io.sparkformer.jobs.config;

/** How a trained model is written for other libraries. */
public record ExportConfig(
        @Key(
                value =
                        "Whose format: timm, torchvision or hugging-face, weights of Vision Transformers; sparkformer, weights of any model; or onnx, the whole model.",
                role = Role.NUMERIC)
        ExportFormat format) {}
