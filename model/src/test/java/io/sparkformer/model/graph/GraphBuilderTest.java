package io.sparkformer.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.graph.Distribution.Dropout;
import io.sparkformer.model.operation.Tensor;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class GraphBuilderTest {
    private final GraphBuilder training = new GraphBuilder(GraphSettings.training(4));
    private final GraphBuilder inference = new GraphBuilder(GraphSettings.inference(4));

    @Test
    void parameters_ofNestedScopes_haveDottedPathsAndTheirDecay() {
        Scope block = training.root().child("blocks").child(3);
        block.child("attn").weight("weight", Initializer.ones(), 2, 3);
        block.undecayed("bias", Initializer.ones(), 2);
        training.root().weight("head", Initializer.ones());

        ParameterLayout layout = training.build(Map.of(), null).layout();

        assertThat(layout.parameters())
                .extracting(ParameterSpec::name)
                .containsExactly("blocks.3.attn.weight", "blocks.3.bias", "head");
        assertThat(layout.parameters()).extracting(ParameterSpec::decay).containsExactly(true, false, true);
    }

    @Test
    void parameter_declaredTwice_isRefusedByName() {
        training.root().child("norm").weight("bias", Initializer.zeros(), 2);

        assertThatThrownBy(() -> training.root().child("norm").weight("bias", Initializer.zeros(), 2))
                .hasMessageContaining("norm.bias");
    }

    @Test
    void dropout_inTraining_isAMaskOverEveryElement() {
        Tensor x = training.input("x", 4, 3, 5);
        Tensor dropped = training.root().child("mlp").dropout("drop", x, 0.25);
        ModelGraph graph = training.build(Map.of("y", dropped), null);

        assertThat(dropped.hasShape(4, 3, 5)).isTrue();
        assertThat(graph.randomInputs()).containsExactly(new RandomInput("mlp.drop", 4, 15, new Dropout(0.25), 1));
        assertThat(graph.input("mlp.drop").shape()).containsExactly(4, 3, 5);
    }

    @Test
    void stochasticDepth_inTraining_isOneNumberPerSample() {
        Tensor x = training.input("x", 4, 3, 5);
        Tensor dropped = training.root().stochasticDepth("drop_path", x, 0.25);
        ModelGraph graph = training.build(Map.of("y", dropped), null);

        assertThat(dropped.hasShape(4, 3, 5)).isTrue();
        assertThat(graph.randomInputs()).containsExactly(new RandomInput("drop_path", 4, 1, new Dropout(0.25), 1));
        assertThat(graph.input("drop_path").shape()).containsExactly(4, 1, 1);
    }

    @Test
    void randomInputs_ofOneGraph_haveSaltsOfTheirOwn() {
        Tensor x = training.input("x", 4, 3);
        training.root().dropout("drop1", x, 0.5);
        training.root().dropout("drop2", x, 0.5);

        assertThat(training.build(Map.of(), null).randomInputs())
                .extracting(RandomInput::salt)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void masks_inInferenceOrOfRateZero_areNotThere() {
        Tensor x = inference.input("x", 4, 3);
        Tensor y = training.input("y", 4, 3);

        assertThat(inference.root().dropout("drop", x, 0.5)).isSameAs(x);
        assertThat(inference.root().stochasticDepth("drop_path", x, 0.5)).isSameAs(x);
        assertThat(training.root().dropout("drop", y, 0)).isSameAs(y);
        assertThat(inference.build(Map.of(), null).randomInputs()).isEmpty();
    }

    @Test
    void drawn_inTraining_isAnInputAndElsewhereNothing() {
        Optional<Tensor> drawn = training.root().child("attn").drawn("directions", Distribution.NORMAL, 2, 7);

        assertThat(drawn.orElseThrow().shape()).containsExactly(4, 2, 7);
        assertThat(training.build(Map.of(), null).randomInputs())
                .containsExactly(new RandomInput("attn.directions", 4, 14, Distribution.NORMAL, 1));
        assertThat(inference.root().drawn("directions", Distribution.NORMAL, 2)).isEmpty();
    }

    /** Its randomness would be keyed by something else than samples. */
    @Test
    void dropout_whereTheFirstAxisIsNotTheBatch_isRefused() {
        Tensor x = training.input("x", 3, 4);

        assertThatThrownBy(() -> training.root().dropout("drop", x, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("x[3, 4]", "batch of 4");
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> GraphSettings.training(0)).hasMessageContaining("batch size 0");
        assertThatThrownBy(() -> new GraphSettings(1, GraphSettings.Mode.TRAINING, DataType.INT32))
                .hasMessageContaining("INT");
    }
}
