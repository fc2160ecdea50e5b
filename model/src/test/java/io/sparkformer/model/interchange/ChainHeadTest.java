package io.sparkformer.model.interchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.Golden;
import io.sparkformer.model.checkpoint.CheckpointFormatException;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.cpu.InBf16;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.interchange.ImportSettings.Head;
import io.sparkformer.model.interchange.ImportSettings.LinearPatches;
import io.sparkformer.model.language.LanguageGolden;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.language.TokenClassification;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.RandomFloats;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Taggers with a field over their tags, and checkpoints that have none, or another. */
class ChainHeadTest {
    private static final int BATCH = 2;
    private static final int LENGTH = 6;
    private static final int[] IDS = {3, 9, 4, 17, 20, 8, 5, 11, 2, 28, 7, 1};
    private static final int[] LABELS = {-1, 2, 0, -1, 4, 1, 3, -1, -1, 0, -1, -1};

    private static ModelGraph graph(int tags, boolean crf) {
        LanguageModel model = new LanguageModel(
                LanguageGolden.config(Golden.read("language_bert_tags.json").get("configuration")));
        return new TokenClassification(model, TextShape.of(LENGTH), tags, crf).graph(GraphSettings.inference(BATCH));
    }

    private static ImportedWeights read(byte[] file, ModelGraph graph, Head head) throws IOException {
        ImportSettings settings = new ImportSettings(null, head, LinearPatches.CHANNELS_FIRST);
        return WeightsImport.read(Checkpoints.file(file), graph.layout(), graph.initialParameters(1), settings);
    }

    private static float[] losses(ModelGraph graph, float[] parameters) {
        return losses(graph, parameters, Precision.F32);
    }

    private static float[] losses(ModelGraph graph, float[] parameters, Precision precision) {
        try (StepPlan plan = StepPlan.forInference(graph, new CpuKernels(precision))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput(TextTensors.TOKENS, IDS);
            plan.setInput(TextTensors.SEGMENTS, new int[IDS.length]);
            plan.setInput(TextTensors.BIAS, new float[IDS.length]);
            plan.setInput("labels", LABELS);
            plan.setInput("weights", new float[] {1, 1});
            plan.run();
            return plan.output("losses");
        }
    }

    /** All neighbours are equally likely at first: the loss is the sum of the words' own. */
    @Test
    void read_taggerWithoutField_isTheSameModelUntilTheFieldHasLearned() throws IOException {
        byte[] theirs = Checkpoints.golden("language_bert_tags.safetensors");
        ImportedWeights plain = read(theirs, graph(5, false), Head.AUTO);

        ImportedWeights chained = read(theirs, graph(5, true), Head.AUTO);

        assertThat(plain.notes()).isEmpty();
        assertThat(chained.notes()).containsExactly("a new head crf: the checkpoint has none");
        float[] expected = losses(graph(5, false), plain.parameters());
        assertThat(expected).hasSize(BATCH).doesNotContain(0f);
        assertThat(losses(graph(5, true), chained.parameters())).containsExactly(expected, within(1e-5f));
    }

    /** bfloat16 keeps 8 bits of what the emissions are made of. */
    @InBf16
    @Test
    void losses_inBf16_areNear() {
        ModelGraph graph = graph(5, true);
        float[] parameters = RandomFloats.of("tagger", graph.layout().length(), 0.3f);
        float[] exact = losses(graph, parameters);

        assertThat(losses(graph, parameters, Precision.BF16))
                .isNotEqualTo(exact)
                .containsExactly(exact, within(5e-2f * Math.max(exact[0], exact[1])));
    }

    @Test
    void read_taggerWithField_keepsItWhereTheTaskHasOne() throws IOException {
        ModelGraph graph = graph(5, true);
        float[] parameters = RandomFloats.of("tagger", graph.layout().length(), 1);
        byte[] file = own(graph, parameters);

        assertThat(read(file, graph, Head.AUTO).parameters()).isEqualTo(parameters);
        assertThat(read(file, graph, Head.AUTO).notes()).isEmpty();
        assertThat(read(file, graph(5, false), Head.AUTO).notes())
                .containsExactlyInAnyOrder(
                        "crf.first left out: this task has no such head",
                        "crf.last left out: this task has no such head",
                        "crf.transitions left out: this task has no such head");
    }

    @Test
    void read_fieldOverOtherTags_beginsAnew() throws IOException {
        ModelGraph graph = graph(5, true);
        byte[] file = own(graph, RandomFloats.of("tagger", graph.layout().length(), 1));
        ModelGraph three = graph(3, true);

        ImportedWeights weights = read(file, three, Head.AUTO);

        assertThat(weights.notes())
                .containsExactlyInAnyOrder(
                        "a new head crf: the checkpoint's has 5", "a new head tags: the checkpoint's has 5");
        ParameterSpec transitions = three.layout().parameter(TokenClassification.TRANSITIONS);
        for (int i = 0; i < transitions.length(); i++) {
            assertThat(weights.parameters()[transitions.offset() + i]).isZero();
        }
        assertThatThrownBy(() -> read(file, three, Head.KEEP))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining(TokenClassification.TRANSITIONS);
    }

    private static byte[] own(ModelGraph graph, float[] parameters) {
        return Checkpoints.written(WeightsExport.tensors(KeyFamily.SPARKFORMER, graph.layout(), parameters));
    }
}
