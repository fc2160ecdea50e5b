package io.sparkformer.model.graph;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Shapes;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;

/** Collects what a model declares: inputs, parameters with their initialisers, what is random, and the SameDiff graph. */
public final class GraphBuilder {
    private final GraphSettings settings;
    private final SameDiff sameDiff = SameDiff.create();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Initializer> initializers = new LinkedHashMap<>();
    private final List<ParameterLayout.Declaration> declarations = new ArrayList<>();
    private final List<RandomInput> randomInputs = new ArrayList<>();
    private final List<Tensor> penalties = new ArrayList<>();
    private final List<Policy> policies = new ArrayList<>();
    private final Set<Tensor> boundaries = new LinkedHashSet<>();
    private final Map<Tensor, Tensor> inverses = new LinkedHashMap<>();

    /** Starts an empty graph. */
    public GraphBuilder(GraphSettings settings) {
        this.settings = settings;
    }

    /** B, samples per run. */
    public int batchSize() {
        return settings.batchSize();
    }

    /** The scope whose parameters have no prefix. */
    public Scope root() {
        return new Scope(this, "", null);
    }

    /** Declares an input that is given anew for every run. */
    public Tensor input(String name, long... shape) {
        Tensor input = new Tensor(sameDiff.placeHolder(name, settings.type(), shape), shape);
        inputs.put(name, input);
        return input;
    }

    /** Declares an input of 32-bit integers that is given anew for every run: token ids, labels, positions. */
    public Tensor integerInput(String name, long... shape) {
        Tensor input = new Tensor(sameDiff.placeHolder(name, DataType.INT32, shape), shape);
        inputs.put(name, input);
        return input;
    }

    /**
     * Declares the input {@value ModelGraph#PROGRESS}, for what changes in the course of a training.
     *
     * @return the share of all steps that were taken before, in [0, 1]; [1]
     */
    public Tensor progress() {
        return input(ModelGraph.PROGRESS, 1);
    }

    /** Ends the declaration. */
    public ModelGraph build(Map<String, Tensor> outputs, @Nullable Tensor loss) {
        return new ModelGraph(
                sameDiff,
                settings,
                ParameterLayout.of(declarations),
                Map.copyOf(initializers),
                List.copyOf(randomInputs),
                Map.copyOf(inputs),
                Map.copyOf(outputs),
                loss,
                boundaries.stream().map(Tensor::name).distinct().toList(),
                inverses.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                x -> x.getKey().name(), x -> x.getValue().name())));
    }

    /** Losses of samples [B] with the penalties that parts of the model add to them. */
    public Tensor penalized(Tensor losses) {
        Tensor penalized = penalties.stream().reduce(losses, Arithmetic::add);
        return Policy.learning(policies, penalized).stream().reduce(penalized, Arithmetic::add);
    }

    void policy(Tensor logLikelihoods, Tensor baseline) {
        policies.add(new Policy(logLikelihoods, baseline));
    }

    void penalty(Tensor ofSamples) {
        if (ofSamples.length() != settings.batchSize()) {
            throw new IllegalArgumentException("a penalty " + ofSamples + " of other samples than the batch of "
                    + settings.batchSize() + ": what is read beside the batch can have none");
        }
        penalties.add(ofSamples);
    }

    void boundary(Tensor x) {
        boundaries.add(x);
    }

    void inverse(Tensor x, Tensor same) {
        inverses.put(x, same);
    }

    Tensor parameter(String name, Initializer initializer, Motion motion, long... shape) {
        if (initializers.putIfAbsent(name, initializer) != null) {
            throw new IllegalStateException("parameter " + name + " is declared twice");
        }
        declarations.add(new ParameterLayout.Declaration(name, shape, motion));
        return new Tensor(withoutArray(name, shape), shape);
    }

    /** Whether a place has parameters. */
    boolean declaresIn(String path) {
        return initializers.keySet().stream().anyMatch(name -> name.startsWith(path + "."));
    }

    /** A parameter that is declared already, and of this shape. */
    Tensor declared(String name, long... shape) {
        SDVariable variable = sameDiff.getVariable(name);
        boolean same = declarations.stream()
                .anyMatch(known -> known.name().equals(name) && Arrays.equals(known.shape(), shape));
        if (variable == null || !same) {
            throw new IllegalStateException("parameter " + name + " is not declared with the shape "
                    + Arrays.toString(shape) + ": what shares it must have the same sizes and come later");
        }
        return new Tensor(variable, shape);
    }

    /** SameDiff's own factory would allocate the parameter, 2.5 GB for a ViT-H; here a plan or a checkpoint brings the array. */
    private SDVariable withoutArray(String name, long... shape) {
        SDVariable variable = new SDVariable(name, VariableType.VARIABLE, sameDiff, shape, settings.type());
        sameDiff.addVariable(variable);
        return variable;
    }

    Tensor masked(String name, Tensor x, double rate, long[] maskShape) {
        if (rate == 0 || settings.mode() == GraphSettings.Mode.INFERENCE) {
            return x;
        }
        if (x.dimension(0) != settings.batchSize()) {
            throw new IllegalArgumentException(
                    "a mask over " + x + ": its first axis must be the batch of " + settings.batchSize());
        }
        return Arithmetic.multiply(x, randomInput(name, new Distribution.Dropout(rate), maskShape));
    }

    /** Draws for each sample anew, where there are samples that are trained on. */
    Optional<Tensor> drawn(String name, Distribution distribution, long... shapeOfSample) {
        if (settings.mode() == GraphSettings.Mode.INFERENCE) {
            return Optional.empty();
        }
        long[] shape = LongStream.concat(LongStream.of(settings.batchSize()), LongStream.of(shapeOfSample))
                .toArray();
        return Optional.of(randomInput(name, distribution, shape));
    }

    private Tensor randomInput(String name, Distribution distribution, long... shape) {
        int perSample = Math.toIntExact(Shapes.length(shape) / settings.batchSize());
        long salt = randomInputs.size() + 1L;
        randomInputs.add(new RandomInput(name, settings.batchSize(), perSample, distribution, salt));
        return input(name, shape);
    }
}
