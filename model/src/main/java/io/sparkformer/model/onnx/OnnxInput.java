package io.sparkformer.model.onnx;

/** How an input of the graph follows from what the file is given; texts are given as the models of Hugging Face's hub take them. */
public sealed interface OnnxInput {
    /** The name of what is given. */
    String given();

    /**
     * 64-bit integers [B, T] for the graph's 32-bit ones.
     *
     * @param given name
     */
    record Integers(String given) implements OnnxInput {}

    /**
     * The addend to attention's logits [B, 1, 1, T] from a mask [B, T] of 64-bit integers, 1 for tokens and 0 for padding.
     *
     * @param given name
     * @param unheard the addend for padding
     */
    record PaddingBias(String given, double unheard) implements OnnxInput {}

    /**
     * The place of the last token [B, 1] by the same mask.
     *
     * @param given name
     */
    record LastToken(String given) implements OnnxInput {}
}
