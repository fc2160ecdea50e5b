package io.sparkformer.model.operation;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What composites expand to against finite differences in double. */
class CompositeGradientTest {
    static Stream<OperationExample> examples() {
        return CompositeExamples.small();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void gradient_ofTheExpansion_equalsFiniteDifferences(OperationExample example) {
        OperationExample.Declared declared = example.declare(DataType.DOUBLE);
        double[] parameters = OperationGradientTest.doubles(declared.graph().initialParameters(7));
        GradientCheck.checkSample(declared.graph(), parameters, declared::setInputs);
    }
}
