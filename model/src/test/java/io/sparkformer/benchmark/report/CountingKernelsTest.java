package io.sparkformer.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The products that a plan binds, against what the layers' definitions say. */
class CountingKernelsTest {
    @Test
    void ofTrainingStep_ofALinearLayer_leavesOutTheGradientOfTheInputAndTheSumOfTheBias() {
        GraphBuilder builder = new GraphBuilder(GraphSettings.training(3));
        Tensor x = builder.input("x", 3, 5, 4);
        ModelGraph graph = builder.build(Map.of(), Reductions.sumAll(Linear.apply(builder.root(), x, 7)));

        assertThat(CountingKernels.ofTrainingStep(graph).counts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        new MatrixProduct(1, 15, 7, 4, false, true), 1,
                        new MatrixProduct(1, 7, 4, 15, true, false), 1));
    }

    @Test
    void ofTrainingStep_ofTwoLinearLayers_countsTheGradientBetweenThem() {
        GraphBuilder builder = new GraphBuilder(GraphSettings.training(3));
        Tensor x = builder.input("x", 3, 4);
        Tensor hidden = Linear.apply(builder.root().child("first"), x, 7);
        Tensor y = Linear.apply(builder.root().child("second"), hidden, 2);
        MatrixProducts expected = new MatrixProducts();
        expected.addLinear(3, 4, 7, false);
        expected.addLinear(3, 7, 2, true);

        assertThat(CountingKernels.ofTrainingStep(builder.build(Map.of(), Reductions.sumAll(y)))
                        .counts())
                .isEqualTo(expected.counts());
    }

    @Test
    void ofTrainingStep_ofAViT_isTheSumOverItsLayers() {
        VitConfig config = new VitConfig(6, 2, 3, 12, 2, 3, 20, 5, VitConfig.Pooling.CLS, 0, 0);
        int batch = 3;
        long rows = batch * 5L; // four patches and the class token
        MatrixProducts expected = new MatrixProducts();
        expected.addLinear(batch * 4L, 18, 12, false);
        for (int layer = 0; layer < 2; layer++) {
            expected.addLinear(rows, 12, 36, true);
            expected.addAttention(batch * 3L, 5, 4);
            expected.addLinear(rows, 12, 12, true);
            expected.addLinear(rows, 12, 20, true);
            expected.addLinear(rows, 20, 12, true);
        }
        expected.addLinear(batch, 12, 5, true);

        MatrixProducts counted = CountingKernels.ofTrainingStep(Vit.graph(config, GraphSettings.training(batch)));

        assertThat(counted.flops()).isEqualTo(expected.flops());
        assertThat(counted.counts()).isEqualTo(expected.counts());
    }
}
