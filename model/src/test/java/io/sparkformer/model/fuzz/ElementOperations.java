package io.sparkformer.model.fuzz;

import static io.sparkformer.model.fuzz.Node.Kind.BOUNDED;
import static io.sparkformer.model.fuzz.Node.Kind.MOVED;
import static io.sparkformer.model.fuzz.Node.Kind.PRODUCT;
import static io.sparkformer.model.fuzz.Node.Kind.SUM;

import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Activations;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Selection;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.Arrays;
import java.util.List;

/** Arithmetic with broadcasting, and functions of single elements and of rows. */
final class ElementOperations {
    static final List<Operation> ALL = List.of(
            ElementOperations::arithmetic,
            ElementOperations::arithmetic,
            ElementOperations::arithmetic,
            ElementOperations::withItself,
            ElementOperations::quotient,
            ElementOperations::byNumber,
            ElementOperations::function,
            ElementOperations::activation,
            ElementOperations::activation,
            ElementOperations::rectified,
            ElementOperations::softmax,
            ElementOperations::selection);

    private ElementOperations() {}

    private static void arithmetic(Draft draft) {
        Node a = draft.any();
        Node b = partner(draft, a);
        boolean swap = draft.chance(0.5);
        Node left = swap ? b : a;
        Node right = swap ? a : b;
        switch (draft.below(3)) {
            case 0 -> draft.add(SUM, "sum", Arithmetic.add(left.tensor(), right.tensor()), left, right);
            case 1 -> draft.add(SUM, "difference", Arithmetic.subtract(left.tensor(), right.tensor()), left, right);
            default -> draft.add(PRODUCT, "product", Arithmetic.multiply(left.tensor(), right.tensor()), left, right);
        }
    }

    /** A tensor that broadcasts to another one, or with it to a third. */
    private static Node partner(Draft draft, Node a) {
        if (draft.chance(0.4)) {
            return draft.tame(draft.find(node -> node.tensor().hasShape(a.shape()), a.shape()));
        }
        long[] shape = a.shape();
        for (int axis = 0; axis < shape.length; axis++) {
            if (draft.chance(0.4)) {
                shape[axis] = 1;
            } else if (shape[axis] == 1 && a.length() < 40 && draft.chance(0.5)) {
                shape[axis] = draft.extent();
            }
        }
        int dropped = draft.chance(0.4) ? draft.below(shape.length + 1) : 0;
        return draft.leaf(Arrays.copyOfRange(shape, dropped, shape.length));
    }

    private static void withItself(Draft draft) {
        Node x = draft.any();
        switch (draft.below(4)) {
            case 0 -> draft.add(SUM, "sum", Arithmetic.add(x.tensor(), x.tensor()), x, x);
            case 1 -> draft.add(PRODUCT, "product", Arithmetic.multiply(x.tensor(), x.tensor()), x, x);
            case 2 -> draft.add(SUM, "difference", Arithmetic.subtract(x.tensor(), x.tensor()), x, x);
            default -> draft.add(PRODUCT, "square", Arithmetic.square(x.tensor()), x, x);
        }
    }

    private static void quotient(Draft draft) {
        Node a = draft.any();
        Node b = partner(draft, a);
        Tensor positive = Arithmetic.shift(Arithmetic.square(b.tensor()), 0.5);
        draft.add(PRODUCT, "quotient by 0.5 + square", Arithmetic.divide(a.tensor(), positive), a, b);
    }

    private static void byNumber(Draft draft) {
        Node x = draft.any();
        double number = draft.oneOf(List.of(-1.0, 0.3, 1.0, -0.7, 0.0));
        if (draft.chance(0.5)) {
            draft.add(SUM, "scaling by " + number, Arithmetic.scale(x.tensor(), number), x);
        } else {
            draft.add(SUM, "shift by " + number, Arithmetic.shift(x.tensor(), number), x);
        }
    }

    private static void function(Draft draft) {
        Node x = draft.any();
        switch (draft.below(5)) {
            case 0 -> draft.add(BOUNDED, "tanh", Activations.tanh(x.tensor()), x);
            case 1 -> draft.add(BOUNDED, "sigmoid", Activations.sigmoid(x.tensor()), x);
            case 2 -> draft.add(BOUNDED, "erf", Elementwise.erf(x.tensor()), x);
            case 3 -> draft.add(SUM, "exp of tanh", Elementwise.exp(Activations.tanh(x.tensor())), x);
            default -> {
                Tensor positive = Arithmetic.shift(Arithmetic.square(x.tensor()), 0.5);
                draft.add(BOUNDED, "reciprocal root of 0.5 + square", Elementwise.reciprocalRoot(positive), x);
            }
        }
    }

    private static void activation(Draft draft) {
        Node x = draft.any();
        ActivationFunction function = draft.oneOf(List.of(ActivationFunction.GELU, ActivationFunction.GELU_TANH));
        draft.add(SUM, function.toString(), Composites.activation(function, x.tensor()), x);
    }

    private static void rectified(Draft draft) {
        Node x = draft.comparable(0);
        draft.add(MOVED, "RELU", Composites.activation(ActivationFunction.RELU, x.tensor()), x);
    }

    private static void softmax(Draft draft) {
        Node x = draft.ofRank(1);
        if (draft.chance(0.5)) {
            draft.add(BOUNDED, "softmax", Softmax.softmax(x.tensor()), x);
        } else {
            draft.add(SUM, "log-softmax", Softmax.logSoftmax(x.tensor()), x);
        }
    }

    private static void selection(Draft draft) {
        Node x = draft.ofRank(1);
        int last = Math.toIntExact(x.dimension(-1));
        boolean[] allowed = new boolean[last];
        for (int i = 0; i < last; i++) {
            allowed[i] = draft.chance(0.6);
        }
        Tensor mask = Selection.mask(x.tensor(), allowed, last);
        if (draft.chance(0.5)) {
            draft.add(SUM, "kept by " + Arrays.toString(allowed), Selection.keep(mask, x.tensor(), -2), x);
        } else {
            Node z = draft.tame(draft.find(node -> node.tensor().hasShape(x.shape()), x.shape()));
            draft.add(
                    SUM, "chosen by " + Arrays.toString(allowed), Selection.where(mask, x.tensor(), z.tensor()), x, z);
        }
    }
}
