package io.sparkformer.jobs.it.faults;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The beginning of the table of faults, in every build; {@code FaultTableIT} has the rest. */
class FaultSampleIT {
    private static final int CASES = 2;

    @TestFactory
    Stream<DynamicTest> train_underFault_sameHashAfterEveryRound() {
        return FaultDesign.beginning(CASES).stream()
                .map(one -> DynamicTest.dynamicTest(one.id(), () -> Stage.play(one)));
    }
}
