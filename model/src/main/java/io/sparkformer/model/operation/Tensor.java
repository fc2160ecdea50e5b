package io.sparkformer.model.operation;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A SameDiff variable whose shape is known when the graph is declared.
 *
 * <p>SameDiff itself knows the shapes of activations only once it runs them. Sparkformer compiles a graph for one batch
 * size, so every shape is static; declaring them lets an operation refuse wrong operands at the line that made the
 * mistake, and lets the step plan lay out its memory without running anything.
 */
public final class Tensor {
    private final SDVariable variable;
    private final long[] shape;

    /** Wraps {@code variable}, whose value will always have {@code shape}. */
    public Tensor(SDVariable variable, long... shape) {
        this.variable = variable;
        this.shape = shape.clone();
    }

    /** The SameDiff variable behind this tensor. */
    public SDVariable variable() {
        return variable;
    }

    /** The graph the variable belongs to. */
    public SameDiff graph() {
        return variable.getSameDiff();
    }

    /** The variable's name, unique in its graph. */
    public String name() {
        return variable.name();
    }

    /** The element type. */
    public DataType type() {
        return variable.dataType();
    }

    /** A copy of the shape. */
    public long[] shape() {
        return shape.clone();
    }

    /** Number of axes. */
    public int rank() {
        return shape.length;
    }

    /** Extent of {@code axis}; a negative axis counts from the end. */
    public long dimension(int axis) {
        return shape[axis < 0 ? axis + shape.length : axis];
    }

    /** Number of elements. */
    public long length() {
        return Shapes.length(shape);
    }

    /** Whether {@code other} has exactly this shape. */
    public boolean hasShape(long... other) {
        return Arrays.equals(shape, other);
    }

    /** Gives the variable the name {@code name}, by which a step plan can be asked for its value. */
    public Tensor named(String name) {
        variable.rename(name);
        return this;
    }

    @Override
    public String toString() {
        return name() + Arrays.toString(shape);
    }
}
