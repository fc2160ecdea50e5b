package io.sparkformer.model.plan;

import io.sparkformer.model.operation.StaticOperation;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** The shapes of what operations compute, as these know them before anything runs. */
final class OutputShapes {
    private OutputShapes() {}

    /**
     * The shape of one of the operation's outputs.
     *
     * @throws UnsupportedOperationException where it depends on more than the shapes of the inputs
     */
    static long[] of(SameDiffOp operation, String output) {
        if (operation.getOp() instanceof StaticOperation known) {
            return known.outputShapes().get(operation.getOutputsOfOp().indexOf(output));
        }
        throw new UnsupportedOperationException("operation " + operation.getOp().opName() + " at " + output
                + ": its shape is not static; express it with the operations of io.sparkformer.model.operation");
    }
}
