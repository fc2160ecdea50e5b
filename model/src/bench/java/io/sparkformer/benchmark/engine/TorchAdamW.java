package io.sparkformer.benchmark.engine;

import io.sparkformer.benchmark.model.TorchWeights;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.optimizer.AdamWConfig;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;

/**
 * What {@code torch.optim.AdamW(..., fused=True)} does, with two groups as its users have them: matrices decay, the rest
 * does not. The C++ class AdamW knows only the slower loop over single tensors, so this calls the operator behind Python's.
 */
final class TorchAdamW {
    private final OperatorHandle operator = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "");
    private final List<Group> groups;

    TorchAdamW(ParameterLayout layout, TorchWeights weights) {
        this.groups = List.of(
                new Group(members(layout, weights, true), AdamWSettings.CONFIG.weightDecay()),
                new Group(members(layout, weights, false), 0));
    }

    /** Frees all gradients, as {@code zero_grad(set_to_none=True)} does. */
    void zeroGradients() {
        groups.forEach(Group::zeroGradients);
    }

    void step() {
        try (NoGradGuard guard = new NoGradGuard()) {
            groups.forEach(group -> operator.callBoxed(group.arguments()));
        }
    }

    private static List<Tensor> members(ParameterLayout layout, TorchWeights weights, boolean decay) {
        return layout.parameters().stream()
                .filter(parameter -> parameter.decay() == decay)
                .map(ParameterSpec::name)
                .map(weights::of)
                .toList();
    }

    private static GenericList listOf(List<Tensor> tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        tensors.forEach(tensor -> list.push_back(new IValue(tensor)));
        return list;
    }

    /** Parameters with one weight decay, their moments, and the number of steps taken. */
    private static final class Group {
        private final List<Tensor> parameters;
        private final GenericList updated;
        private final GenericList means;
        private final GenericList squares;
        private final Tensor steps = torch.zeros(1);
        private final GenericList stepsOfEach;
        private final double decay;

        Group(List<Tensor> parameters, double decay) {
            this.parameters = parameters;
            this.updated = listOf(parameters);
            this.means = listOf(parameters.stream().map(torch::zeros_like).toList());
            this.squares = listOf(parameters.stream().map(torch::zeros_like).toList());
            this.stepsOfEach = listOf(Collections.nCopies(parameters.size(), steps));
            this.decay = decay;
        }

        void zeroGradients() {
            parameters.forEach(parameter -> parameter.mutable_grad().reset());
        }

        /** The operator's arguments for the next step, which they count. */
        IValueVector arguments() {
            steps.add_(new Scalar(1));
            AdamWConfig config = AdamWSettings.CONFIG;
            return new IValueVector(
                    new IValue(updated),
                    new IValue(listOf(parameters.stream().map(Tensor::grad).toList())),
                    new IValue(means),
                    new IValue(squares),
                    new IValue(listOf(List.of())), // the largest squares, which only AMSGrad has
                    new IValue(stepsOfEach),
                    new IValue(AdamWSettings.LEARNING_RATE),
                    new IValue(config.beta1()),
                    new IValue(config.beta2()),
                    new IValue(decay),
                    new IValue(config.epsilon()),
                    new IValue(false), // AMSGrad
                    new IValue(false), // maximize
                    new IValue(), // no gradient scaler
                    new IValue());
        }
    }
}
