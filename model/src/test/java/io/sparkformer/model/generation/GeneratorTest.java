package io.sparkformer.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.plan.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratorTest {
    private static final int NEW = 8;
    private static final LanguageModel MODEL = TinyDecoders.gpt2();

    static Stream<Decoding> decodings() {
        return Stream.of(new Decoding.Greedy(), new Decoding.TopK(5, 1.3), new Decoding.Nucleus(0.9, 0.8));
    }

    @ParameterizedTest
    @MethodSource("decodings")
    void continuations_inBatchesOfAnySizeAndOrder_areTheSame(Decoding decoding) {
        List<Prompt> prompts = prompts(11);
        List<String> texts = texts(prompts, 2, decoding);

        assertThat(texts(prompts, 4, decoding)).isEqualTo(texts);
        assertThat(texts(prompts, 13, decoding)).isEqualTo(texts);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 11).boxed().toList());
        Collections.shuffle(order, new Random(5));
        assertThat(texts(order.stream().map(prompts::get).toList(), 3, decoding))
                .isEqualTo(order.stream().map(texts::get).toList());
    }

    @Test
    void continuations_ofTheSamePromptUnderOtherKeys_differ() {
        int[] prompt = {3, 4};
        List<Prompt> prompts = List.of(new Prompt(prompt, 1), new Prompt(prompt, 2), new Prompt(prompt, 1));
        List<String> texts = texts(prompts, 2, new Decoding.Nucleus(1, 1));

        assertThat(texts.get(0)).isEqualTo(texts.get(2)).isNotEqualTo(texts.get(1));
    }

    @Test
    void continuations_beforeAnEnd_stopThere() {
        List<Prompt> prompts = prompts(4);
        List<Continuation> free = continuations(prompts, 4, new Decoding.TopK(9, 1), Set.of());
        int[] first = free.get(0).tokens();
        int end = first[3];
        List<Continuation> ended = continuations(prompts, 4, new Decoding.TopK(9, 1), Set.of(end));

        assertThat(ended.get(0).ended()).isTrue();
        for (int i = 0; i < free.size(); i++) {
            int[] tokens = free.get(i).tokens();
            int stop = IntStream.range(0, NEW)
                    .filter(place -> tokens[place] == end)
                    .findFirst()
                    .orElse(NEW);
            assertThat(ended.get(i).tokens()).containsExactly(Arrays.copyOf(tokens, stop));
            assertThat(ended.get(i).ended()).isEqualTo(stop < NEW);
        }
        assertThat(free).allMatch(text -> !text.ended() && text.tokens().length == NEW);
    }

    @Test
    void continuations_ofAPromptWithoutRoomForThem_areRefused() {
        List<Prompt> prompts = List.of(new Prompt(TinyDecoders.tokens(1, 13), 0));

        assertThatThrownBy(() -> texts(prompts, 2, new Decoding.Greedy()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a prompt of 13 tokens and 8 new ones: there is room for 20");
    }

    private static List<Prompt> prompts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Prompt(TinyDecoders.tokens(i, 1 + i % 12), 100 + i))
                .toList();
    }

    private static List<String> texts(List<Prompt> prompts, int batch, Decoding decoding) {
        return continuations(prompts, batch, decoding, Set.of()).stream()
                .map(text -> Arrays.toString(text.tokens()))
                .toList();
    }

    private static List<Continuation> continuations(
            List<Prompt> prompts, int batch, Decoding decoding, Set<Integer> ends) {
        float[] parameters = TinyDecoders.parameters(MODEL, 8);
        DecoderShape shape = new DecoderShape(batch, TinyDecoders.POSITIONS, 4);
        try (Decoder decoder = new Decoder(MODEL, shape, () -> new CpuKernels(Precision.F32))) {
            decoder.parameters().write(0, parameters, 0, parameters.length);
            return new Generator(decoder, new Generator.Settings(decoding, NEW, ends)).continuations(prompts);
        }
    }
}
