package io.sparkformer.model.fuzz;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Activations;
import io.sparkformer.model.operation.Shapes;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A graph under construction: what there is to compute from, how it came about, and the dice. */
final class Draft {
    /** Elements of the largest tensor: enough for several vectors and a remainder on each axis. */
    static final long LARGEST = 700;

    /** One, a power of two, primes, and one more than a vector's 16 and 32. */
    private static final int[] EXTENTS = {1, 1, 2, 3, 4, 5, 7, 8, 11, 13, 17, 31, 33};

    /** Beyond it a tensor is squashed before it is used on. */
    private static final int DEGREES = 3;

    private final GraphBuilder builder;
    private final SplittableRandom random;
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, double[]> reals = new HashMap<>();
    private final Map<String, int[]> integers = new HashMap<>();

    Draft(GraphBuilder builder, long seed) {
        this.builder = builder;
        this.random = new SplittableRandom(seed);
    }

    // --- dice ---

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    long extent() {
        return EXTENTS[below(EXTENTS.length)];
    }

    /** A shape of this rank that is not too large. */
    long[] shape(int rank) {
        while (true) {
            long[] shape = new long[rank];
            Arrays.setAll(shape, axis -> extent());
            if (Shapes.length(shape) <= LARGEST / 2) {
                return shape;
            }
        }
    }

    int[] order(int count) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(i);
        }
        for (int i = count - 1; i > 0; i--) {
            Collections.swap(order, i, below(i + 1));
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    // --- leaves ---

    Node parameter(long... shape) {
        String name = "p" + lines.size();
        Tensor tensor = root().weight(name, Initializer.zeros(), shape);
        return register(new Node(name, tensor, Set.of(name), 1, true), "a parameter");
    }

    Node input(long... shape) {
        String name = "x" + lines.size();
        double[] values = new double[Math.toIntExact(Shapes.length(shape))];
        Arrays.setAll(values, i -> (float) (2 * random.nextDouble() - 1));
        return input(name, values, shape);
    }

    /** An input that is 1 in some places and 0 in the others. */
    Node flags(double ones, long... shape) {
        String name = "m" + lines.size();
        double[] values = new double[Math.toIntExact(Shapes.length(shape))];
        Arrays.setAll(values, i -> chance(ones) ? 1 : 0);
        return input(name, values, shape);
    }

    private Node input(String name, double[] values, long... shape) {
        reals.put(name, values);
        return register(new Node(name, builder.input(name, shape), Set.of(), 1, true), "an input");
    }

    /** An input of integers from {@code from} to {@code to - 1}. */
    Tensor integers(int from, int to, long... shape) {
        String name = "i" + lines.size();
        int[] values = new int[Math.toIntExact(Shapes.length(shape))];
        Arrays.setAll(values, i -> from + below(to - from));
        integers.put(name, values);
        Tensor input = builder.integerInput(name, shape);
        lines.add(input + " = integers " + Arrays.toString(values));
        return input;
    }

    /** A tensor of this shape: any that there is, or a new leaf. */
    Node leaf(long... shape) {
        List<Node> known =
                nodes.stream().filter(node -> node.tensor().hasShape(shape)).toList();
        if (!known.isEmpty() && chance(0.5)) {
            return oneOf(known);
        }
        return chance(0.8) ? parameter(shape) : input(shape);
    }

    // --- what there is ---

    /** A tensor of the wanted kind, a late one rather than an early one; null if there is none. */
    Node find(Predicate<Node> wanted, long... otherwise) {
        List<Node> found = nodes.stream().filter(wanted).toList();
        if (found.isEmpty() || chance(0.05)) {
            return leaf(otherwise);
        }
        int back = Math.min(below(found.size()), Math.min(below(found.size()), below(found.size())));
        return found.get(found.size() - 1 - back);
    }

    /** Any tensor whose elements are not too large. */
    Node any() {
        return tame(find(node -> true, shape(below(4))));
    }

    /** One that is no leaf. */
    Node computed() {
        return tame(find(node -> node.name().startsWith("v"), shape(1)));
    }

    /** A tensor of this rank or more whose elements are not too large. */
    Node ofRank(int least) {
        return tame(find(node -> node.rank() >= least, shape(least + below(2))));
    }

    /** One whose elements may be compared. */
    Node comparable(int leastRank) {
        return find(node -> node.exact() && node.rank() >= leastRank, shape(leastRank + below(2)));
    }

    /** All tensors, in the order of their declaration. */
    List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    Node tame(Node node) {
        return node.degree() <= DEGREES ? node : add(Node.Kind.BOUNDED, "tanh", Activations.tanh(node.tensor()), node);
    }

    // --- what comes about ---

    /** Adds the result of an operation. */
    Node add(Node.Kind kind, String operation, Tensor result, Node... operands) {
        int largest = Arrays.stream(operands).mapToInt(Node::degree).max().orElse(1);
        int together = Arrays.stream(operands).mapToInt(Node::degree).sum();
        int degree = switch (kind) {
            case MOVED, SUM -> largest;
            case PRODUCT -> together;
            case BOUNDED -> 1;
        };
        boolean exact = kind == Node.Kind.MOVED && Arrays.stream(operands).allMatch(Node::exact);
        Set<String> parameters = Arrays.stream(operands)
                .flatMap(operand -> operand.parameters().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        String arguments = Stream.of(operands).map(Node::name).collect(Collectors.joining(", "));
        Tensor placed = chance(0.15) ? root().boundary(result) : result;
        return register(
                new Node("v" + lines.size(), placed, parameters, degree, exact), operation + " of " + arguments);
    }

    private Node register(Node node, String origin) {
        nodes.add(node);
        lines.add(node.name() + Arrays.toString(node.shape()) + " = " + origin);
        return node;
    }

    void say(String line) {
        lines.add(line);
    }

    Scope root() {
        return builder.root();
    }

    List<String> lines() {
        return lines;
    }

    Map<String, double[]> reals() {
        return reals;
    }

    Map<String, int[]> integers() {
        return integers;
    }
}
