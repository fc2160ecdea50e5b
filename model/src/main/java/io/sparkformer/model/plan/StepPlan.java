package io.sparkformer.model.plan;

import io.sparkformer.model.graph.ModelGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Kernels engine;
    private final Regions regions;
    private final @Nullable FlatGradients gradients;
    private final Placement placement;
    private final PlanInputs inputs;
    private final Storage parameters;
    private final List<BoundKernel> kernels;

    private StepPlan(
            ModelGraph graph,
            Kernels engine,
            boolean differentiate,
            PlanSettings settings,
            @Nullable StepPlan neighbour) {
        this.graph = graph;
        this.engine = engine;
        this.regions = new Regions(engine);
        DataType type = graph.settings().type();
        this.gradients = differentiate ? new FlatGradients(graph.layout().length()) : null;
        this.placement = new Placement(graph.sameDiff(), type, engine, gradients);
        this.inputs = new PlanInputs(graph, placement);
        try {
            this.parameters = neighbour == null
                    ? regions.allocate(type, graph.layout().length())
                    : neighbour.parametersFor(graph);
            PlanCompiler compiler = new PlanCompiler(graph, engine, placement, settings);
            compiler.placeGiven(regions, parameters, neighbour == null ? Map.of() : neighbour.inputs.views());
            this.kernels = compiler.kernels(gradients);
        } catch (RuntimeException | Error e) {
            closeAfter(e);
            if (NativeMemory.isExhausted(e)) {
                throw NativeMemoryException.ofPlan(graph, workingBytes(), e);
            }
            throw e;
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Compiles the model with its loss and the gradient of every parameter.
     *
     * @param engine closed together with the plan
     */
    public static StepPlan forTraining(ModelGraph graph, Kernels engine) {
        return new StepPlan(graph, engine, true, PlanSettings.DEFAULT, null);
    }

    /** As {@link #forTraining(ModelGraph, Kernels)}, with settings. */
    public static StepPlan forTraining(ModelGraph graph, Kernels engine, PlanSettings settings) {
        return new StepPlan(graph, engine, true, settings, null);
    }

    /**
     * Compiles the model's outputs and its loss, without gradients.
     *
     * @param engine closed together with the plan
     */
    public static StepPlan forInference(ModelGraph graph, Kernels engine) {
        return new StepPlan(graph, engine, false, PlanSettings.DEFAULT, null);
    }

    /** As {@link #forInference(ModelGraph, Kernels)}, with settings. */
    public static StepPlan forInference(ModelGraph graph, Kernels engine, PlanSettings settings) {
        return new StepPlan(graph, engine, false, settings, null);
    }

    /**
     * Compiles the outputs of another graph of the same parameters, for the same thread. Parameters, and inputs of the same name
     * and shape, lie where this plan has them, which must be closed later.
     *
     * @param otherEngine of the same kind; closed together with the new plan
     */
    public StepPlan beside(ModelGraph other, Kernels otherEngine) {
        return new StepPlan(other, otherEngine, false, PlanSettings.DEFAULT, this);
    }

    private Storage parametersFor(ModelGraph other) {
        if (!other.layout().parameters().equals(graph.layout().parameters())
                || other.settings().type() != graph.settings().type()) {
            throw new IllegalArgumentException("the plans' graphs have different parameters");
        }
        return parameters;
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
        inputs.set(name, values);
    }

    /** Sets an input to the values from {@code from} on. */
    public void setInput(String name, float[] values, int from) {
        inputs.set(name, values, from);
    }

    /** Sets an input of a plan in double precision. */
    public void setInput(String name, double[] values) {
        inputs.set(name, values);
    }

    /** Sets an input of integers for the next run. */
    public void setInput(String name, int[] values) {
        inputs.set(name, values);
    }

    /** Sets an input of integers to the values from {@code from} on. */
    public void setInput(String name, int[] values, int from) {
        inputs.set(name, values, from);
    }

    /** Sets an input of either kind for the next run. */
    public void setInput(String name, InputValues values) {
        inputs.set(name, values);
    }

    /** Sets an input of either kind to the values from {@code from} on. */
    public void setInput(String name, InputValues values, int from) {
        inputs.set(name, values, from);
    }

    /**
     * Sets some consecutive values of an input; the others stay.
     *
     * @param values from which {@code count} are taken from {@code from} on
     * @param place of the first in the input
     */
    public void setInputPart(String name, float[] values, int from, long place, int count) {
        inputs.setPart(name, values, from, place, count);
    }

    /** Computes everything once, from the present parameters and inputs. */
    public void run() {
        for (BoundKernel bound : kernels) {
            bound.kernel().run();
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

    /** The same, into an array of just that length. */
    public void output(String role, float[] values) {
        View view = placement.view(graph.output(role).name());
        if (view.length() != values.length) {
            throw new IllegalArgumentException(
                    "output " + role + " has " + view.length() + " values, not " + values.length);
        }
        view.storage().read(view.offset(), values, 0, values.length);
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
                kernels.get(i).kernel().run();
                least[i] = Math.min(least[i], System.nanoTime() - before);
            }
        }
        return IntStream.range(0, least.length)
                .mapToObj(i -> new KernelTime(kernels.get(i).place(), least[i]))
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
        regions.close();
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
}
