package io.sparkformer.model.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of all parameters in one flat buffer: densely, by name in UTF-8 byte order. The order depends on nothing but
 * the names, so that hashes and checkpoints of equal models are equal.
 */
public final class ParameterLayout {
    /** The order of names in layouts and checkpoints: by their UTF-8 bytes, unsigned. */
    public static final Comparator<String> NAME_ORDER =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

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
     * @param motion what moves it
     */
    public record Declaration(String name, long[] shape, Motion motion) {
        /** One that the optimizer moves. */
        public Declaration(String name, long[] shape, boolean decay) {
            this(name, shape, decay ? Motion.DECAYED : Motion.UNDECAYED);
        }
    }

    /**
     * Lays out parameters declared in any order.
     *
     * @throws IllegalArgumentException if a name occurs twice, an extent is not positive, or there are more elements than
     *     one array can hold
     */
    public static ParameterLayout of(Collection<Declaration> declarations) {
        List<Declaration> sorted = new ArrayList<>(declarations);
        sorted.sort(Comparator.comparing(Declaration::name, NAME_ORDER));
        List<ParameterSpec> parameters = new ArrayList<>();
        int offset = 0;
        for (Declaration declaration : sorted) {
            int length = length(declaration, Integer.MAX_VALUE - offset);
            List<Long> shape = Arrays.stream(declaration.shape()).boxed().toList();
            parameters.add(new ParameterSpec(declaration.name(), shape, offset, length, declaration.motion()));
            offset += length;
        }
        return new ParameterLayout(parameters, offset);
    }

    private static int length(Declaration declaration, int most) {
        int length = 1;
        boolean fits = most >= 1;
        for (long extent : declaration.shape()) {
            if (extent <= 0) {
                throw new IllegalArgumentException(described(declaration)
                        + " has an extent that is not positive: check the model's configuration");
            }
            fits &= extent <= most / length;
            length *= fits ? (int) extent : 1;
        }
        if (!fits) {
            throw new IllegalArgumentException(described(declaration) + " brings the model above the limit of "
                    + Integer.MAX_VALUE + " elements: choose a smaller variant");
        }
        return length;
    }

    private static String described(Declaration declaration) {
        return "parameter " + declaration.name() + " of shape " + Arrays.toString(declaration.shape());
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
     * @throws IllegalArgumentException if there is none
     */
    public ParameterSpec parameter(String name) {
        ParameterSpec parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException(
                    "no parameter " + name + " among the " + parameters.size() + " of this model");
        }
        return parameter;
    }

    /**
     * The values of some of these parameters, in the order of a layout that has no others.
     *
     * @param values of all of these, in this order
     */
    public float[] select(float[] values, ParameterLayout some) {
        float[] selected = new float[some.length];
        for (ParameterSpec parameter : some.parameters) {
            int from = parameter(parameter.name()).offset();
            System.arraycopy(values, from, selected, parameter.offset(), parameter.length());
        }
        return selected;
    }
}
