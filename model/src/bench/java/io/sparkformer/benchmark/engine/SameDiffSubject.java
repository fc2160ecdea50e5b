package io.sparkformer.benchmark.engine;

import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.model.StockLayers;
import io.sparkformer.benchmark.model.Values;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.optimizer.AdamWConfig;
import io.sparkformer.model.plan.InputValues;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** {@code sd.fit} over SameDiff's own operations, with ND4J's Adam and its decoupled weight decay, of all parameters. */
final class SameDiffSubject implements Subject {
    private static final String LABELS = "targets";

    private final SameDiff graph;
    private final ModelGraph model;
    private final Map<String, InputValues> inputs;
    private final String features;
    private boolean isFirst = true;

    SameDiffSubject(BenchmarkModel benchmark) {
        this.model = benchmark.graph(GraphSettings.Mode.TRAINING);
        this.inputs = benchmark.inputs(model);
        this.graph = benchmark
                .stock()
                .orElseThrow(() -> new IllegalArgumentException(benchmark.name() + " has no form for sd.fit"))
                .of(new StockLayers(model, Values.parameters(model)));
        this.features = inputs.keySet().stream()
                .filter(name -> graph.hasVariable(name) && !name.equals(LABELS))
                .findFirst()
                .orElseThrow();
        AdamWConfig adamW = AdamWSettings.CONFIG;
        graph.setTrainingConfig(new TrainingConfig.Builder()
                .updater(new Adam(AdamWSettings.LEARNING_RATE, adamW.beta1(), adamW.beta2(), adamW.epsilon()))
                .weightDecay(adamW.weightDecay(), true)
                .dataSetFeatureMapping(features)
                .dataSetLabelMapping(LABELS)
                .build());
    }

    @Override
    public Sample step() {
        // With weight decay fit itself reports 0 as the loss. Asked for it every time, SameDiff fits slower.
        double loss = isFirst ? loss() : Double.NaN;
        isFirst = false;
        Sample sample = Sample.of(() -> {
            graph.fit(new MultiDataSet(array(features), array(LABELS)));
            return 0;
        });
        return new Sample(sample.wallNanos(), sample.cpuNanos(), sample.allocatedBytes(), loss);
    }

    @Override
    public Sample forward() {
        return Sample.of(this::loss);
    }

    private double loss() {
        Map<String, INDArray> values = Map.of(features, array(features), LABELS, array(LABELS));
        return Objects.requireNonNull(graph.output(values, List.of("loss")).get("loss"))
                .getDouble(0);
    }

    private INDArray array(String name) {
        if (inputs.get(name) instanceof InputValues.Reals reals) {
            return Nd4j.create(reals.values(), model.input(name).shape(), 'c');
        }
        throw new IllegalArgumentException(name + " is not an input of real numbers");
    }

    @Override
    public void close() {
        // The process ends with it.
    }
}
