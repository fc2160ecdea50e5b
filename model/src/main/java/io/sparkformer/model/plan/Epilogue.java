package io.sparkformer.model.plan;

import io.sparkformer.model.operation.ActivationFunction;

/** What a composite's kernel does with each element of its result before it writes it, in place of a node behind it. */
public sealed interface Epilogue {
    /** The element of an array of the same shape is added; a gradient's result may lie in the place of the addend. */
    record Sum(View addend) implements Epilogue {}

    /** A function is applied. */
    record Activation(ActivationFunction function) implements Epilogue {}
}
