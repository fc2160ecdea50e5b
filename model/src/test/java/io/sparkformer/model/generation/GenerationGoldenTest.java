package io.sparkformer.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.interchange.GoldenWeights;
import io.sparkformer.model.language.LanguageGolden;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.plan.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts as Hugging Face's transformers continue them (src/test/python/generation_golden.py). */
class GenerationGoldenTest {
    /** Of single precision, in which the library itself comes within 1e-5. */
    private static final double TOLERANCE = 5e-5;

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "gpt2"})
    void greedy_ofTheLibrarysCheckpoint_writesTheLibrarysTexts(String name) {
        JsonNode json = Golden.read("generation_" + name + ".json");
        try (Decoder decoder = decoder(name, json)) {
            Generator.Settings settings = new Generator.Settings(new Decoding.Greedy(), 12, Set.of());
            List<Prompt> prompts = new ArrayList<>();
            json.get("cases").forEach(example -> prompts.add(new Prompt(integers(example.get("prompt")), 0)));

            List<Continuation> texts = new Generator(decoder, settings).continuations(prompts);

            for (int i = 0; i < prompts.size(); i++) {
                assertThat(texts.get(i).tokens())
                        .containsExactly(integers(json.get("cases").get(i).get("tokens")));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt", "gpt2"})
    void logits_ofTheLibrarysCheckpoint_equalTheLibrarysAtEveryStep(String name) {
        JsonNode json = Golden.read("generation_" + name + ".json");
        try (Decoder decoder = decoder(name, json)) {
            for (JsonNode example : json.get("cases")) {
                double[] golden = Golden.tensor(example.get("logits"));
                int[] tokens = integers(example.get("tokens"));
                decoder.read(List.of(integers(example.get("prompt"))));
                for (int step = 0; step < tokens.length; step++) {
                    int from = step * decoder.vocabulary();
                    double[] expected = Arrays.copyOfRange(golden, from, from + decoder.vocabulary());
                    double largest =
                            Arrays.stream(expected).map(Math::abs).max().orElseThrow();
                    for (int i = 0; i < expected.length; i++) {
                        assertThat((double) decoder.logits()[i]).isCloseTo(expected[i], within(TOLERANCE * largest));
                    }
                    decoder.append(new int[] {tokens[step], Decoder.NOTHING});
                }
            }
        }
    }

    private static Decoder decoder(String name, JsonNode json) {
        LanguageModel model = new LanguageModel(LanguageGolden.config(json.get("configuration")));
        float[] parameters = GoldenWeights.read("generation_" + name + ".safetensors", TinyDecoders.whole(model, 1, 1))
                .floats();
        Decoder decoder = new Decoder(model, new DecoderShape(2, 24, 5), () -> new CpuKernels(Precision.F32));
        decoder.parameters().write(0, parameters, 0, parameters.length);
        return decoder;
    }

    private static int[] integers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }
}
