package io.sparkformer.model.layer;

/** A model of blocks, one above the other, as its parameters' names tell. */
public interface LayeredModel {
    /** L, the number of blocks; their parameters' names begin with {@code blocks.0.}, {@code blocks.1.} and so on. */
    int depth();

    /** Whether a parameter belongs to what lies between the input and the first block. */
    boolean precedesBlocks(String parameter);
}
