package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class PlacementTest {
    private final GraphBuilder builder = new GraphBuilder(GraphSettings.training(1));
    private final Tensor x = builder.input("x", 2, 3);
    private final SameDiff graph = x.graph();
    private final Kernels kernels = new Nd4jKernels();
    private final Placement placement = new Placement(graph, DataType.FLOAT, kernels, null);
    private final Storage inputs = kernels.allocate(DataType.FLOAT, 6);
    private final Storage results = kernels.allocate(DataType.FLOAT, 20);

    @AfterEach
    void close() {
        placement.close();
        inputs.close();
        results.close();
    }

    private List<Execution> complete(Tensor... wanted) {
        placement.put("x", new View(inputs, 0, 2, 3));
        List<String> results = List.of(wanted).stream().map(Tensor::name).toList();
        List<Execution> live = ExecutionOrder.asDeclared(LiveNodes.inOrder(graph, results, kernels));
        placement.complete(live, results);
        return live;
    }

    @Test
    void complete_reshapeOfAnInput_isAViewOfIt() {
        Tensor reshaped = Shaping.reshape(x, 6);

        List<Execution> live = complete(reshaped);

        assertThat(placement.view(reshaped.name()).storage()).isSameAs(inputs);
        assertThat(placement.isView(live.get(0))).isTrue();
    }

    /** An input has its place already, and so has the result: the reshape must copy. */
    @Test
    void complete_reshapeOfAnInputIntoAGivenPlace_copies() {
        Tensor reshaped = Shaping.reshape(x, 6);
        placement.put(reshaped.name(), new View(results, 4, 6));

        List<Execution> live = complete(reshaped);

        assertThat(placement.view("x").storage()).isSameAs(inputs);
        assertThat(placement.isView(live.get(0))).isFalse();
    }

    /** Through a chain of reshapes too, a result is computed where it belongs. */
    @Test
    void complete_reshapedResultWithAGivenPlace_isComputedThere() {
        Tensor square = Arithmetic.square(x);
        Tensor reshaped = Shaping.reshape(Shaping.reshape(square, 3, 2), 6);
        placement.put(reshaped.name(), new View(results, 4, 6));

        List<Execution> live = complete(reshaped);

        assertThat(placement.view(square.name()).storage()).isSameAs(results);
        assertThat(placement.view(square.name()).offset()).isEqualTo(4);
        assertThat(placement.view(square.name()).shape()).containsExactly(2, 3);
        assertThat(live).filteredOn(placement::isView).hasSize(2);
    }

    @Test
    void complete_twoReshapesWithGivenPlaces_oneOfThemCopies() {
        Tensor square = Arithmetic.square(x);
        Tensor first = Shaping.reshape(square, 6);
        Tensor second = Shaping.reshape(square, 3, 2);
        placement.put(first.name(), new View(results, 0, 6));
        placement.put(second.name(), new View(results, 8, 3, 2));

        List<Execution> live = complete(first, second);

        assertThat(live).filteredOn(placement::isView).hasSize(1);
    }

    @Test
    void liveNodes_ofAResult_areItsAncestorsInDeclaredOrder() {
        Tensor first = Arithmetic.square(x);
        Tensor unused = Arithmetic.square(first);
        Tensor second = Arithmetic.add(first, x);
        Tensor third = Arithmetic.multiply(second, first);

        List<GraphNode> live = LiveNodes.inOrder(graph, Set.of(third.name()), kernels);

        assertThat(live)
                .flatExtracting(GraphNode::outputs)
                .containsExactly(first.name(), second.name(), third.name())
                .doesNotContain(unused.name());
    }
}
