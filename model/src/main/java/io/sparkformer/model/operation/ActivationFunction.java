package io.sparkformer.model.operation;

/** The non-linearity of a position-wise network, applied to each element. */
public enum ActivationFunction {
    /** x/2 (1 + erf(x / sqrt 2)), exactly (Hendrycks and Gimpel 2016): ViT, BERT. */
    GELU,

    /** x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), their approximation of it: GPT-2, ALBERT. */
    GELU_TANH,

    /** max(x, 0); its derivative at 0 is 0: Vaswani et al. 2017. */
    RELU
}
