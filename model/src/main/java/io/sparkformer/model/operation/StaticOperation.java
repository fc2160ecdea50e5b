package io.sparkformer.model.operation;

import java.util.List;

/** An operation whose output shapes are known when the graph is declared. */
public interface StaticOperation {
    /** One shape per output, in the order of the outputs. */
    List<long[]> outputShapes();

    /** Which composite the operation is part of. */
    Membership membership();
}
