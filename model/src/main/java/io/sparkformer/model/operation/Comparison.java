package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** Comparisons, element by element: 1 where they hold and 0 elsewhere, in the type of what is compared. They have no gradients. */
public final class Comparison {
    private Comparison() {}

    /** a = b. */
    public static Tensor equal(Tensor a, Tensor b) {
        return declared("equals", a, b);
    }

    /** a &gt; b. */
    public static Tensor greater(Tensor a, Tensor b) {
        return declared("greater", a, b);
    }

    /** a &lt; b. */
    public static Tensor less(Tensor a, Tensor b) {
        return declared("less", a, b);
    }

    private static Tensor declared(String comparison, Tensor a, Tensor b) {
        Tensor holds = NativeOperation.declare(
                comparison,
                List.of(a, b),
                Shapes.broadcast(a.shape(), b.shape()),
                Arguments.NONE.withResult(DataType.BOOL),
                (y, dy) -> Arrays.asList(null, null));
        return as(holds, a.type());
    }

    /** The same numbers in another type. */
    public static Tensor as(Tensor x, DataType type) {
        return NativeOperation.declare(
                "cast",
                List.of(x),
                x.shape(),
                Arguments.integers(type.toInt()).withResult(type),
                (y, dy) -> Arrays.asList((Tensor) null));
    }
}
