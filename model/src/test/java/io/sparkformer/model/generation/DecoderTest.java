package io.sparkformer.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.cpu.InBf16;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageVariant;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    private static final int ROOM = 18;
    private static final int[] PROMPTS = {7, 1, 12}; // tokens; a fourth text is not there
    private static final float TOLERANCE = 1e-5f;

    static Stream<Arguments> models() {
        Supplier<Kernels> fast = () -> new CpuKernels(Precision.F32);
        Supplier<Kernels> plain = Nd4jKernels::new;
        return Stream.of(
                Arguments.of("gpt", TinyDecoders.gpt(), 5, fast),
                Arguments.of("gpt, plain engine", TinyDecoders.gpt(), 5, plain),
                Arguments.of("gpt2", TinyDecoders.gpt2(), 5, fast),
                Arguments.of("gpt2, plain engine", TinyDecoders.gpt2(), 12, plain),
                Arguments.of("gpt2, token by token", TinyDecoders.gpt2(), 1, fast),
                Arguments.of("gpt2, prompts at once", TinyDecoders.gpt2(), ROOM, fast),
                Arguments.of("shared blocks, sinusoids, segments", TinyDecoders.shared(), 4, fast),
                Arguments.of("positions from row 2 on", TinyDecoders.withOffset(), 4, fast),
                Arguments.of("no positions", TinyDecoders.withoutPositions(), 4, fast),
                Arguments.of("positions in each layer", TinyDecoders.withPositionsPerLayer(), 4, fast),
                Arguments.of("places counted anew", TinyDecoders.withPeriod(), 4, plain));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void logits_withMemory_equalTheWholeTextsAtEveryToken(
            String name, LanguageModel model, int stride, Supplier<Kernels> engines) {
        requireLogitsOfWholeTexts(model, stride, engines, TOLERANCE);
    }

    /** Operands of products are rounded to eight bits; what is remembered is not. */
    @InBf16
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void logits_inBfloat16_areAboutThoseOfTheWholeTexts(boolean preNorm) {
        LanguageModel model = preNorm ? TinyDecoders.gpt2() : TinyDecoders.gpt();

        requireLogitsOfWholeTexts(model, 5, () -> new CpuKernels(Precision.BF16), 0.1f);
    }

    private static void requireLogitsOfWholeTexts(
            LanguageModel model, int stride, Supplier<Kernels> engines, float tolerance) {
        float[] parameters = TinyDecoders.parameters(model, 3);
        List<int[]> texts =
                Stream.of(0, 1, 2).map(text -> TinyDecoders.tokens(text, ROOM)).toList();
        float[] whole = whole(model, parameters, texts, engines);
        try (Decoder decoder = new Decoder(model, new DecoderShape(4, ROOM, stride), engines)) {
            decoder.parameters().write(0, parameters, 0, parameters.length);
            decoder.read(List.of(TinyDecoders.tokens(9, ROOM))); // is forgotten
            decoder.read(Stream.of(0, 1, 2)
                    .map(text -> Arrays.copyOf(texts.get(text), PROMPTS[text]))
                    .toList());
            for (int step = 0; step < ROOM; step++) {
                int[] next = {Decoder.NOTHING, Decoder.NOTHING, Decoder.NOTHING, Decoder.NOTHING};
                for (int text = 0; text < texts.size(); text++) {
                    int read = Math.min(PROMPTS[text] + step, ROOM);
                    assertThat(row(decoder.logits(), text))
                            .as("text %d after %d tokens", text, read)
                            .containsExactly(row(whole, text * ROOM + read - 1), within(tolerance));
                    next[text] = read < ROOM ? texts.get(text)[read] : Decoder.NOTHING;
                }
                decoder.append(next);
            }
        }
    }

    private static float[] row(float[] logits, int row) {
        return Arrays.copyOfRange(logits, row * TinyDecoders.VOCABULARY, (row + 1) * TinyDecoders.VOCABULARY);
    }

    /** By the graph that is trained. */
    private static float[] whole(
            LanguageModel model, float[] parameters, List<int[]> texts, Supplier<Kernels> engines) {
        try (StepPlan plan = StepPlan.forInference(TinyDecoders.whole(model, texts.size(), ROOM), engines.get())) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput(
                    TextTensors.TOKENS,
                    texts.stream().flatMapToInt(Arrays::stream).toArray());
            plan.run();
            return plan.output("logits");
        }
    }

    @Test
    void append_beyondTheRoom_isRefused() {
        try (Decoder decoder = new Decoder(TinyDecoders.gpt2(), new DecoderShape(2, 3, 2), Nd4jKernels::new)) {
            decoder.read(List.of(new int[] {1, 2, 3}, new int[] {4}));
            decoder.append(new int[] {Decoder.NOTHING, 5});

            assertThatThrownBy(() -> decoder.append(new int[] {6, 7}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("text 0 would have 4 tokens: there is room for 3");
        }
    }

    @Test
    void decoder_ofMoreRoomThanPositions_isRefused() {
        assertThatThrownBy(() -> new Decoder(TinyDecoders.withOffset(), DecoderShape.of(2, 21), Nd4jKernels::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("texts of 21 tokens: the table of positions has room for 20; take shorter prompts or fewer"
                        + " new tokens");
    }

    @Test
    void decoder_ofAModelThatIsNotCausal_isRefused() {
        LanguageModel bert = new LanguageModel(LanguageVariant.of("bert-tiny").withVocabulary(31));

        assertThatThrownBy(() -> new Decoder(bert, DecoderShape.of(2, 8), Nd4jKernels::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not causal");
    }
}
