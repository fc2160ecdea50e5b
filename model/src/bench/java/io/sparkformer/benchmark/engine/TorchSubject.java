package io.sparkformer.benchmark.engine;

import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.model.TorchInputs;
import io.sparkformer.benchmark.model.TorchLayers;
import io.sparkformer.benchmark.model.TorchWeights;
import io.sparkformer.benchmark.model.Values;
import io.sparkformer.benchmark.report.MatrixProducts;
import io.sparkformer.benchmark.report.Precision;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** PyTorch in eager mode with autograd, in single precision or under bf16 autocast. */
final class TorchSubject implements Subject {
    private final BenchmarkModel model;
    private final boolean autocast;
    private final TorchLayers layers;
    private final TorchInputs inputs;
    private final BenchmarkModel.TorchLoss loss;
    private final TorchAdamW optimizer;
    private final MatrixProducts products = new MatrixProducts();

    TorchSubject(BenchmarkModel model, Precision precision, boolean fusedAttention) {
        this.model = model;
        this.autocast = precision == Precision.BF16;
        ModelGraph graph = model.graph(GraphSettings.Mode.TRAINING);
        TorchWeights weights = new TorchWeights(graph.layout(), Values.parameters(graph));
        this.layers = new TorchLayers(weights, fusedAttention);
        this.inputs = new TorchInputs(graph, model.inputs(graph));
        this.loss = model.torch(layers);
        this.optimizer = new TorchAdamW(graph.layout(), weights);
        countProducts();
    }

    /** Loads the library and sets its threads. */
    static void initialize(int threads) {
        torch.set_num_threads(threads);
    }

    @Override
    public Sample step() {
        return Sample.of(() -> {
            try (PointerScope scope = new PointerScope()) {
                inputs.refill();
                optimizer.zeroGradients();
                Tensor value = lossOfInputs();
                value.backward();
                if (model.isTrained()) {
                    optimizer.step();
                }
                return value.item_float();
            }
        });
    }

    @Override
    public Sample forward() {
        return Sample.of(() -> {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                inputs.refill();
                return lossOfInputs().item_float();
            }
        });
    }

    @Override
    public long flops() {
        return products.flops();
    }

    private void countProducts() {
        layers.countInto(products);
        forward();
        layers.countInto(null);
    }

    /** The forward pass, under autocast where asked for: it casts a weight once per pass, as Python's context does. */
    private Tensor lossOfInputs() {
        if (!autocast) {
            return loss.of(inputs);
        }
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.set_autocast_cache_enabled(true);
        torch.set_autocast_enabled(DeviceType.CPU, true);
        torch.increment_nesting();
        try {
            return loss.of(inputs);
        } finally {
            if (torch.decrement_nesting() == 0) {
                torch.clear_cache();
            }
            torch.set_autocast_enabled(DeviceType.CPU, false);
        }
    }

    @Override
    public void close() {
        // The process ends with it.
    }
}
