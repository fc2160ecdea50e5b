package io.sparkformer.model.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family and head against Hugging Face's transformers (src/test/python/language_golden.py). */
class LanguageGoldenTest {
    private static final String NAMES = "io.sparkformer.model.language.LanguageGolden#names";

    @ParameterizedTest
    @MethodSource(NAMES)
    void everyLayer_ofTheLibrarysCheckpoint_equalsTheLibrarys(String name) {
        new LanguageGolden(name).requireActivations();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void gradients_ofEveryParameter_equalTheLibrarys(String name) {
        new LanguageGolden(name).requireGradients();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void gradients_ofEveryParameter_equalFiniteDifferences(String name) {
        new LanguageGolden(name).requireFiniteDifferences();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void vectors_ofTexts_areOfTheLibrarysLastLayer(String name) {
        new LanguageGolden(name).requireVectors();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void checkpoint_readAndWrittenAgain_isTheSameByteForByte(String name) throws IOException {
        LanguageGolden golden = new LanguageGolden(name);

        assertThat(golden.weights().written()).isEqualTo(golden.weights().file());
    }
}
