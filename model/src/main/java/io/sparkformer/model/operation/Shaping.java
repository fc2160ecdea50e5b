package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** Operations that move elements but compute nothing. */
public final class Shaping {
    /** The native reshape's mark for row-major order. */
    private static final long ROW_MAJOR = -99;

    /** The native reshape's name; the step plan turns it into a view. */
    public static final String RESHAPE = "reshape";

    private Shaping() {}

    /** The same elements in row-major order under another shape. */
    public static Tensor reshape(Tensor x, long... shape) {
        if (x.hasShape(shape)) {
            return x;
        }
        if (Shapes.length(shape) != x.length()) {
            throw new IllegalArgumentException(
                    "cannot reshape " + x + " to " + Arrays.toString(shape) + ": different number of elements");
        }
        return NativeOperation.declare(
                RESHAPE,
                List.of(x),
                shape,
                Arguments.integers(LongStream.concat(LongStream.of(ROW_MAJOR), Arrays.stream(shape))
                        .toArray()),
                (y, dy) -> List.of(reshape(dy, x.shape())));
    }

    /** Axis i of the result is axis {@code axes[i]} of {@code x}. */
    public static Tensor permute(Tensor x, int... axes) {
        long[] shape = new long[axes.length];
        int[] inverse = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            shape[i] = x.dimension(axes[i]);
            inverse[axes[i]] = i;
        }
        return NativeOperation.declare(
                "permute",
                List.of(x),
                shape,
                Arguments.integers(Arrays.stream(axes).asLongStream().toArray()),
                (y, dy) -> List.of(permute(dy, inverse)));
    }

    /**
     * Repeats {@code x} along the axes on which it has extent 1, and along new leading axes. A product with ones: the
     * native {@code tile} takes several times as long.
     */
    public static Tensor broadcastTo(Tensor x, long... shape) {
        return x.hasShape(shape) ? x : Arithmetic.multiply(Constants.ones(x, shape), x);
    }

    /** Joins {@code parts} along {@code axis}. */
    public static Tensor concatenate(int axis, Tensor... parts) {
        long extent =
                Arrays.stream(parts).mapToLong(part -> part.dimension(axis)).sum();
        return NativeOperation.declare(
                "concat",
                List.of(parts),
                Shapes.with(parts[0].shape(), axis, extent),
                Arguments.integers(axis),
                (y, dy) -> {
                    List<Tensor> gradients = new ArrayList<>();
                    long from = 0;
                    for (Tensor part : parts) {
                        gradients.add(slice(dy, axis, from, part.dimension(axis)));
                        from += part.dimension(axis);
                    }
                    return Collections.unmodifiableList(gradients);
                });
    }

    /** The elements from {@code from} to {@code from + extent} of {@code axis}. */
    public static Tensor slice(Tensor x, int axis, long from, long extent) {
        long[] beginAndSize = new long[2 * x.rank()];
        System.arraycopy(Shapes.with(x.shape(), axis, extent), 0, beginAndSize, x.rank(), x.rank());
        beginAndSize[axis] = from;
        long after = x.dimension(axis) - from - extent;
        return NativeOperation.declare(
                "slice",
                List.of(x),
                Shapes.with(x.shape(), axis, extent),
                Arguments.integers(beginAndSize),
                (y, dy) -> List.of(pad(dy, axis, from, after)));
    }

    /** Puts {@code before} zeros in front of and {@code after} zeros behind the elements of {@code axis}. */
    public static Tensor pad(Tensor x, int axis, long before, long after) {
        int[][] paddings = new int[x.rank()][2];
        paddings[axis] = new int[] {Math.toIntExact(before), Math.toIntExact(after)};
        return NativeOperation.declare(
                "pad",
                List.of(x, Constants.paddings(x.graph(), paddings)),
                Shapes.with(x.shape(), axis, before + x.dimension(axis) + after),
                Arguments.integers(0).withReals(0),
                (y, dy) -> Arrays.asList(slice(dy, axis, before, x.dimension(axis)), null));
    }

    /** The slices of {@code x} along its first axis, which disappears. */
    public static List<Tensor> unstack(Tensor x) {
        long[] shape = Arrays.copyOfRange(x.shape(), 1, x.rank());
        return NativeOperation.declare(
                "unstack",
                List.of(x),
                Collections.nCopies(Math.toIntExact(x.dimension(0)), shape),
                Arguments.integers(0),
                (ys, dys) -> List.of(stack(dys)));
    }

    /** Puts tensors of equal shape behind one another along a new first axis. */
    public static Tensor stack(List<Tensor> parts) {
        long[] shape = LongStream.concat(
                        LongStream.of(parts.size()), Arrays.stream(parts.get(0).shape()))
                .toArray();
        return NativeOperation.declare(
                "stack", parts, shape, Arguments.integers(0), (y, dy) -> List.copyOf(unstack(dy)));
    }
}
