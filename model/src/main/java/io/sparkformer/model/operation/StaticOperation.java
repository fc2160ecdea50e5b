package io.sparkformer.model.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation whose output shapes are known when the graph is declared. */
public interface StaticOperation {
    /** One shape per output, in the order of the outputs. */
    List<long[]> outputShapes();

    /** The values that its integers may have; null if it has none to look at. */
    default @Nullable IndexRange indices() {
        return null;
    }

    /** Which composite the operation is part of. */
    Membership membership();
}
