package io.sparkformer.model.graph;

import io.sparkformer.model.operation.Shapes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The order of all parameters in one flat buffer: densely, by name in UTF-8 byte order. The order depends on nothing but
 * the names, so that hashes and checkpoints of equal models are equal.
 */
public final class ParameterLayout {
    private static final Comparator<Declaration> BY_NAME = Comparator.comparing(
            declaration -> declaration.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final List<ParameterSpec> parameters;
    private final Map<String, ParameterSpec> byName = new HashMap<>();
    private final int length;

    private ParameterLayout(List<ParameterSpec> parameters, int length) {
        this.parameters = List.copyOf(parameters);
        this.length = length;
        for (ParameterSpec parameter : parameters) {
            if (byName.put(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("parameter " + parameter.name() + " is declared twice");
            }
        }
    }

    /**
     * A parameter before it has a place.
     *
     * @param name the checkpoint key
     * @param shape extents
     * @param decay whether weight decay applies
     */
    public record Declaration(String name, long[] shape, boolean decay) {}

    /**
     * Lays out parameters declared in any order.
     *
     * @throws IllegalArgumentException if a name occurs twice or there are more elements than one array can hold
     */
    public static ParameterLayout of(Collection<Declaration> declarations) {
        List<Declaration> sorted = new ArrayList<>(declarations);
        sorted.sort(BY_NAME);
        List<ParameterSpec> parameters = new ArrayList<>();
        long offset = 0;
        for (Declaration declaration : sorted) {
            long length = Shapes.length(declaration.shape());
            if (offset + length > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("the model has more than " + Integer.MAX_VALUE
                        + " parameters (up to " + declaration.name() + "): choose a smaller variant");
            }
            List<Long> shape = Arrays.stream(declaration.shape()).boxed().toList();
            parameters.add(
                    new ParameterSpec(declaration.name(), shape, (int) offset, (int) length, declaration.decay()));
            offset += length;
        }
        return new ParameterLayout(parameters, (int) offset);
    }

    /** All parameters in the order of the buffer. */
    public List<ParameterSpec> parameters() {
        return parameters;
    }

    /** Number of elements of all parameters together. */
    public int length() {
        return length;
    }

    /**
     * The parameter called {@code name}.
     *
     * @throws NullPointerException naming the missing parameter
     */
    public ParameterSpec parameter(String name) {
        return Objects.requireNonNull(byName.get(name), () -> "no parameter " + name);
    }
}
