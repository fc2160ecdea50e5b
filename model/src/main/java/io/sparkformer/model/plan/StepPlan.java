package io.sparkformer.model.plan;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.operation.Differentiation;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A graph compiled for repeated runs: operations in one fixed order, each bound to arrays that never move.
 *
 * <p>All parameters are views into one flat buffer in checkpoint order, and so are all gradients: averaging, clipping and
 * the optimizer see one vector and need to know nothing of the model. A plan belongs to one thread at a time.
 */
public final class StepPlan implements AutoCloseable {
    private final ModelGraph graph;
    private final Storage parameters;
    private final @Nullable FlatGradients gradients;
    private final List<Storage> regions = new ArrayList<>();
    private final Kernels engine;
    private final Placement placement;
    private final List<Kernel> kernels = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    private StepPlan(ModelGraph graph, Kernels engine, boolean differentiate, PlanSettings settings) {
        this.graph = graph;
        this.engine = engine;
        DataType type = graph.settings().type();
        this.gradients = differentiate ? new FlatGradients(graph.layout().length()) : null;
        this.placement = new Placement(graph.sameDiff(), type, engine, gradients);
        try {
            this.parameters = allocate(type, graph.layout().length());
            compile(settings);
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            if (NativeMemory.isExhausted(e)) {
                throw noRoom(e);
            }
            throw e;
        }
    }

    private Storage allocate(DataType type, long length) {
        Storage region = engine.allocate(type, length);
        regions.add(region);
        return region;
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private NativeMemoryException noRoom(Throwable cause) {
        long parameterBytes =
                (long) graph.layout().length() * graph.settings().type().width();
        String arrays = "parameters " + NativeMemory.gigabytes(parameterBytes)
                + (workingBytes() == 0 ? "" : ", activations and gradients " + NativeMemory.gigabytes(workingBytes()));
        return new NativeMemoryException(
                "no room for a plan of a batch of " + graph.settings().batchSize() + " (" + arrays + "): "
                        + cause.getMessage()
                        + ". Use a smaller training.batch-size with more training.micro-batches, training.recomputation ="
                        + " blocks, fewer cores per executor, or allow more memory outside the heap"
                        + " (spark.executor.memoryOverhead)",
                cause);
    }

    /**
     * Compiles the model with its loss and the gradient of every parameter.
     *
     * @param engine closed together with the plan
     */
    public static StepPlan forTraining(ModelGraph graph, Kernels engine) {
        return new StepPlan(graph, engine, true, PlanSettings.DEFAULT);
    }

    /** As {@link #forTraining(ModelGraph, Kernels)}, with settings. */
    public static StepPlan forTraining(ModelGraph graph, Kernels engine, PlanSettings settings) {
        return new StepPlan(graph, engine, true, settings);
    }

    /**
     * Compiles the model's outputs and its loss, without gradients.
     *
     * @param engine closed together with the plan
     */
    public static StepPlan forInference(ModelGraph graph, Kernels engine) {
        return new StepPlan(graph, engine, false, PlanSettings.DEFAULT);
    }

    /** As {@link #forInference(ModelGraph, Kernels)}, with settings. */
    public static StepPlan forInference(ModelGraph graph, Kernels engine, PlanSettings settings) {
        return new StepPlan(graph, engine, false, settings);
    }

    /** The graph this plan runs. */
    public ModelGraph graph() {
        return graph;
    }

    /** The parameters' flat buffer, in layout order. */
    public Storage parameters() {
        return parameters;
    }

    /** The gradients' flat buffer, in layout order; holds the last run's gradients. */
    public Storage gradients() {
        return Objects.requireNonNull(gradients, "this plan was compiled for inference and has no gradients");
    }

    /** Sets an input for the next run. */
    public void setInput(String name, float[] values) {
        requireLength(name, values.length, graph.input(name).length());
        setInput(name, values, 0);
    }

    /** Sets an input to the values from {@code from} on. */
    public void setInput(String name, float[] values, int from) {
        View view = inputView(name, DataType.FLOAT);
        view.storage().write(view.offset(), values, from, Math.toIntExact(view.length()));
    }

    /** Sets an input of a plan in double precision. */
    public void setInput(String name, double[] values) {
        requireLength(name, values.length, graph.input(name).length());
        View view = inputView(name, DataType.DOUBLE);
        view.storage().write(view.offset(), values, 0, values.length);
    }

    /** Sets an input of integers for the next run. */
    public void setInput(String name, int[] values) {
        requireLength(name, values.length, graph.input(name).length());
        setInput(name, values, 0);
    }

    /** Sets an input of integers to the values from {@code from} on. */
    public void setInput(String name, int[] values, int from) {
        View view = inputView(name, DataType.INT32);
        view.storage().write(view.offset(), values, from, Math.toIntExact(view.length()));
    }

    /** Sets an input of either kind for the next run. */
    public void setInput(String name, InputValues values) {
        requireLength(name, values.length(), graph.input(name).length());
        setInput(name, values, 0);
    }

    /** Sets an input of either kind to the values from {@code from} on. */
    public void setInput(String name, InputValues values, int from) {
        if (values instanceof InputValues.Reals reals) {
            setInput(name, reals.values(), from);
        } else if (values instanceof InputValues.Integers integers) {
            setInput(name, integers.values(), from);
        }
    }

    private View inputView(String name, DataType given) {
        Tensor input = graph.input(name);
        if (input.type() != given) {
            throw new IllegalArgumentException(
                    "input " + name + ": values of type " + given + " given, " + input.type() + " expected");
        }
        return placement.view(input.name());
    }

    /** Computes everything once, from the present parameters and inputs. */
    public void run() {
        for (Kernel kernel : kernels) {
            kernel.run();
        }
    }

    /** The loss of the last run. */
    public double loss() {
        return number(
                Objects.requireNonNull(graph.loss(), "the graph has no loss").name());
    }

    /** An output's values in the last run. */
    public float[] output(String role) {
        View view = placement.view(graph.output(role).name());
        float[] values = new float[Math.toIntExact(view.length())];
        view.storage().read(view.offset(), values, 0, values.length);
        return values;
    }

    /** The value in the last run of an output or of an activation that is kept, of a plan in double precision. */
    public double[] values(String variable) {
        View view = placement.view(variable);
        double[] values = new double[Math.toIntExact(view.length())];
        view.storage().read(view.offset(), values, 0, values.length);
        return values;
    }

    /**
     * How often each operation runs that the engine has no kernel of its own for, by the operation's name; empty where the
     * engine is itself the one that others fall back to.
     */
    public Map<String, Integer> fallbacks() {
        return engine.fallbacks();
    }

    /** Bytes of the activations' and gradients' memory; where they live at different times they share it. */
    public long workingBytes() {
        return placement.memoryBytes();
    }

    /**
     * The time each kernel takes, in the order of execution: the least of several runs, in nanoseconds.
     *
     * @param runs how often the plan runs
     */
    public List<KernelTime> profile(int runs) {
        long[] least = new long[kernels.size()];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < least.length; i++) {
                long before = System.nanoTime();
                kernels.get(i).run();
                least[i] = Math.min(least[i], System.nanoTime() - before);
            }
        }
        return IntStream.range(0, least.length)
                .mapToObj(i -> new KernelTime(places.get(i), least[i]))
                .toList();
    }

    /**
     * What one kernel costs.
     *
     * @param kernel the operation and the first variable it computes
     * @param nanoseconds of one run
     */
    public record KernelTime(String kernel, long nanoseconds) {}

    /** Number of kernels that a run executes. */
    public int kernelCount() {
        return kernels.size();
    }

    @Override
    public void close() {
        engine.close();
        placement.close();
        regions.forEach(Storage::close);
    }

    private void compile(PlanSettings settings) {
        TreeSet<String> forward = new TreeSet<>(settings.kept());
        graph.outputs().values().forEach(output -> forward.add(output.name()));
        Tensor loss = graph.loss();
        if (loss != null) {
            forward.add(loss.name());
        }
        placeInputs();
        graph.layout().parameters().forEach(parameter -> placement.put(parameter.name(), place(parameters, parameter)));
        TreeSet<String> results = new TreeSet<>(forward);
        if (gradients != null) {
            Map<String, Tensor> derived = Differentiation.gradients(
                    Objects.requireNonNull(loss, "a graph without a loss cannot be trained"),
                    trained(settings.frozen()));
            placeGradients(gradients, derived);
            derived.values().forEach(gradient -> results.add(gradient.name()));
        }
        List<GraphNode> nodes = LiveNodes.inOrder(graph.sameDiff(), results, engine);
        List<Execution> single = ExecutionOrder.of(
                nodes, GraphNode.among(nodes, forward), settings.recomputation(), forward, graph.boundaries(), engine);
        TreeSet<String> seen = new TreeSet<>(results);
        seen.addAll(graph.boundaries()); // blocks may be computed again from there
        List<Execution> executions = Fusion.of(single, seen, engine);
        placement.complete(executions, results);
        Binder binder = new Binder(placement, engine);
        for (Execution execution : executions) {
            if (!placement.isView(execution)) {
                kernels.add(binder.bind(execution));
                places.add(Binder.place(execution));
            }
        }
    }

    private List<Tensor> trained(Set<String> frozen) {
        return graph.layout().parameters().stream()
                .filter(parameter -> !frozen.contains(parameter.name()))
                .map(parameter -> new Tensor(graph.sameDiff().getVariable(parameter.name()), parameter.dimensions()))
                .toList();
    }

    private void placeInputs() {
        for (Tensor input : graph.inputs().values()) {
            Storage storage = allocate(input.type(), input.length());
            placement.put(input.name(), new View(storage, 0, input.shape()));
        }
    }

    private void placeGradients(FlatGradients flat, Map<String, Tensor> derived) {
        for (ParameterSpec parameter : graph.layout().parameters()) {
            Tensor gradient = derived.get(parameter.name());
            if (gradient == null) {
                placement.keepZero(place(flat, parameter));
            } else {
                placement.put(gradient.name(), place(flat, parameter));
            }
        }
    }

    private static View place(Storage flat, ParameterSpec parameter) {
        return new View(flat, parameter.offset(), parameter.dimensions());
    }

    private double number(String name) {
        View view = placement.view(name);
        if (graph.settings().type() == DataType.DOUBLE) {
            return values(name)[0];
        }
        float[] value = new float[1];
        view.storage().read(view.offset(), value, 0, 1);
        return value[0];
    }

    private static void requireLength(String name, long given, long expected) {
        if (given != expected) {
            throw new IllegalArgumentException(
                    "input " + name + ": " + given + " values given, " + expected + " expected");
        }
    }
}
