package io.sparkformer.jobs.config;

/** How a trained model is written for other libraries. */
public record ExportConfig(
        @Key(
                value =
                        "Whose format: timm or torchvision, weights of Vision Transformers; hugging-face, a directory of Vision Transformers and language models; sparkformer, weights of any model; or onnx, the whole model.",
                role = Role.NUMERIC)
        ExportFormat format) {}
