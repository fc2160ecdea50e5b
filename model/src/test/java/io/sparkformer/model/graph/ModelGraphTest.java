package io.sparkformer.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelGraphTest {
    @Test
    void initialParameters_sameSeed_areTheSameBits() {
        assertThat(vit(2, 8).initialParameters(5)).isEqualTo(vit(2, 8).initialParameters(5));
    }

    @Test
    void initialParameters_otherSeed_differWhereverTheyAreRandom() {
        ModelGraph graph = vit(1, 8);
        float[] first = graph.initialParameters(1);
        float[] second = graph.initialParameters(2);

        for (String name : new String[] {"pos_embed", "blocks.0.attn.qkv.weight", "patch_embed.proj.weight"}) {
            assertThat(part(graph, first, name)).as(name).isNotEqualTo(part(graph, second, name));
        }
        assertThat(part(graph, first, "norm.weight"))
                .isEqualTo(part(graph, second, "norm.weight"))
                .containsOnly(1);
    }

    /** A deeper model, or one with another head, starts from the same values where it has the same parameters. */
    @Test
    void initialParameters_ofAParameter_dependOnItsNameAlone() {
        ModelGraph shallow = vit(1, 8);
        ModelGraph deep = vit(3, 5);
        float[] shallowValues = shallow.initialParameters(9);
        float[] deepValues = deep.initialParameters(9);

        for (ParameterSpec parameter : shallow.layout().parameters()) {
            if (!parameter.name().startsWith("head.")) {
                assertThat(part(shallow, shallowValues, parameter.name()))
                        .as(parameter.name())
                        .isEqualTo(part(deep, deepValues, parameter.name()));
            }
        }
    }

    @Test
    void initialParameters_ofEqualShapes_differ() {
        ModelGraph graph = vit(2, 8);
        float[] values = graph.initialParameters(1);

        assertThat(part(graph, values, "blocks.0.mlp.fc1.weight"))
                .isNotEqualTo(part(graph, values, "blocks.1.mlp.fc1.weight"));
    }

    /** Computed independently; runs are to be repeatable with later versions too. */
    @Test
    void initialParameters_fixedSeed_neverChange() {
        GraphBuilder builder = new GraphBuilder(GraphSettings.training(1));
        builder.root().weight("weight", Initializer.normal(0.02), 2);
        builder.root().child("block").weight("weight", Initializer.xavierUniform(3, 5), 2);
        float[] values = builder.build(Map.of(), null).initialParameters(42);

        assertThat(values).containsExactly(-0.50416464f, -0.6315183f, -0.012785017f, -0.01603647f);
    }

    @Test
    void initializers_manyElements_haveTheirVariances() {
        assertThat(deviation(Initializer.normal(0.02))).isCloseTo(0.02, within(0.0005));
        assertThat(deviation(Initializer.xavierUniform(100, 300))).isCloseTo(Math.sqrt(2.0 / 400), within(0.001));
        assertThat(deviation(Initializer.lecunNormal(64))).isCloseTo(1 / 8.0, within(0.003));
        assertThat(deviation(Initializer.zeros())).isZero();
        assertThat(deviation(Initializer.ones())).isEqualTo(1);
    }

    @Test
    void inputAndOutput_unknown_nameTheKnownOnes() {
        ModelGraph graph = vit(1, 8);

        assertThatThrownBy(() -> graph.input("pixels")).hasMessageContainingAll("pixels", "patches", "weights");
        assertThatThrownBy(() -> graph.output("probabilities")).hasMessageContainingAll("probabilities", "logits");
    }

    private static ModelGraph vit(int depth, int classes) {
        return Vit.graph(
                new VitConfig(8, 1, 4, 8, depth, 2, 12, classes, VitConfig.Pooling.CLS, 0, 0),
                GraphSettings.training(1));
    }

    private static float[] part(ModelGraph graph, float[] values, String name) {
        ParameterSpec parameter = graph.layout().parameter(name);
        return Arrays.copyOfRange(values, parameter.offset(), parameter.offset() + parameter.length());
    }

    /** The root of the mean square of many elements. */
    private static double deviation(Initializer initializer) {
        int elements = 20_000;
        double squares = 0;
        for (int i = 0; i < elements; i++) {
            squares += Math.pow(initializer.value(3, i), 2);
        }
        return Math.sqrt(squares / elements);
    }
}
