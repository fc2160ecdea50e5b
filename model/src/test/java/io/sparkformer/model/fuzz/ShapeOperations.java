package io.sparkformer.model.fuzz;

import static io.sparkformer.model.fuzz.Node.Kind.MOVED;
import static io.sparkformer.model.fuzz.Node.Kind.SUM;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Moving elements, and sums of them. */
final class ShapeOperations {
    static final List<Operation> ALL = List.of(
            ShapeOperations::reshape,
            ShapeOperations::reshape,
            ShapeOperations::permute,
            ShapeOperations::permute,
            ShapeOperations::broadcast,
            ShapeOperations::concatenate,
            ShapeOperations::slice,
            ShapeOperations::pad,
            ShapeOperations::stack,
            ShapeOperations::unstack,
            ShapeOperations::reduction,
            ShapeOperations::reduction,
            ShapeOperations::sumAll,
            ShapeOperations::sumTo);

    private ShapeOperations() {}

    private static void reshape(Draft draft) {
        Node x = draft.any();
        Tensor y = Shaping.reshape(x.tensor(), regrouped(draft, x.length()));
        draft.add(MOVED, "reshape", y, x);
    }

    /** A shape of so many elements: some of its factors, in some order, and axes of extent 1 between them. */
    private static long[] regrouped(Draft draft, long length) {
        List<Long> extents = new ArrayList<>();
        long rest = length;
        for (long factor = 2; factor <= rest && extents.size() < 3; factor++) {
            if (rest % factor == 0 && draft.chance(0.6)) {
                extents.add(factor);
                rest /= factor;
            }
        }
        if (rest > 1) {
            extents.add(rest);
        }
        while (extents.size() < 4 && draft.chance(0.3)) {
            extents.add(1L);
        }
        return Arrays.stream(draft.order(extents.size()))
                .mapToLong(extents::get)
                .toArray();
    }

    private static void permute(Draft draft) {
        Node x = draft.ofRank(2);
        int[] axes = draft.order(x.rank());
        draft.add(MOVED, "permutation " + Arrays.toString(axes), Shaping.permute(x.tensor(), axes), x);
    }

    private static void broadcast(Draft draft) {
        Node x = draft.any();
        long[] shape = x.shape();
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] == 1) {
                shape[axis] = 1L + draft.below(5);
            }
        }
        if (draft.chance(0.5) && shape.length < 4) {
            long[] longer = new long[shape.length + 1];
            System.arraycopy(shape, 0, longer, 1, shape.length);
            longer[0] = 1L + draft.below(3);
            shape = longer;
        }
        if (Arrays.stream(shape).reduce(1, Math::multiplyExact) <= Draft.LARGEST) {
            draft.add(MOVED, "broadcast", Shaping.broadcastTo(x.tensor(), shape), x);
        }
    }

    private static void concatenate(Draft draft) {
        Node x = draft.ofRank(1);
        int axis = draft.below(x.rank());
        long[] other = x.shape();
        other[axis] = draft.extent();
        List<Node> parts = new ArrayList<>(List.of(x, draft.tame(draft.find(node -> fits(node, x, axis), other))));
        if (draft.chance(0.3)) {
            parts.add(draft.below(parts.size() + 1), x);
        }
        if (parts.stream().mapToLong(Node::length).sum() <= Draft.LARGEST) {
            Tensor[] tensors = parts.stream().map(Node::tensor).toArray(Tensor[]::new);
            Tensor joined = Shaping.concatenate(axis, tensors);
            draft.add(MOVED, "concatenation along " + axis, joined, parts.toArray(new Node[0]));
        }
    }

    private static boolean fits(Node node, Node x, int axis) {
        long[] shape = node.shape();
        if (shape.length != x.rank()) {
            return false;
        }
        shape[axis] = x.dimension(axis);
        return x.tensor().hasShape(shape);
    }

    private static void slice(Draft draft) {
        Node x = draft.ofRank(1);
        int axis = draft.below(x.rank());
        int extent = Math.toIntExact(x.dimension(axis));
        int count = 1 + draft.below(extent);
        int from = draft.below(extent - count + 1);
        Tensor y = Shaping.slice(x.tensor(), axis, from, count);
        draft.add(MOVED, "slice of axis " + axis + " from " + from, y, x);
    }

    private static void pad(Draft draft) {
        Node x = draft.ofRank(1);
        int axis = draft.below(x.rank());
        int before = draft.below(3);
        int after = draft.below(3);
        // Zeros are no elements of a leaf: as equal ones among them are compared, so they may be.
        draft.add(
                SUM,
                "padding of axis " + axis + " by " + before + " and " + after,
                Shaping.pad(x.tensor(), axis, before, after),
                x);
    }

    private static void stack(Draft draft) {
        Node x = draft.any();
        Node z = draft.tame(draft.find(node -> node.tensor().hasShape(x.shape()), x.shape()));
        List<Node> parts = draft.oneOf(List.of(List.of(x), List.of(x, z), List.of(z, x, x)));
        if (x.rank() < 5 && x.length() * parts.size() <= Draft.LARGEST) {
            Tensor stacked = Shaping.stack(parts.stream().map(Node::tensor).toList());
            draft.add(MOVED, "stack", stacked, parts.toArray(new Node[0]));
        }
    }

    /** Parts that nobody uses get a gradient of zeros. */
    private static void unstack(Draft draft) {
        Node x = draft.find(node -> node.rank() >= 1 && node.dimension(0) <= 5, 3, draft.extent());
        List<Tensor> parts = Shaping.unstack(x.tensor());
        int kept = draft.below(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            if (i == kept || draft.chance(0.5)) {
                draft.add(MOVED, "part " + i, parts.get(i), x);
            }
        }
    }

    private static void reduction(Draft draft) {
        Node x = draft.ofRank(1);
        int axis = draft.below(x.rank());
        if (draft.chance(0.5)) {
            draft.add(SUM, "mean over " + axis, Reductions.mean(x.tensor(), axis), x);
        } else {
            Tensor sum = Reductions.sum(x.tensor(), axis);
            draft.add(SUM, "scaled sum over " + axis, unit(sum, x), x);
        }
    }

    private static void sumAll(Draft draft) {
        Node x = draft.any();
        draft.add(SUM, "scaled sum of all", unit(Reductions.sumAll(x.tensor()), x), x);
    }

    private static void sumTo(Draft draft) {
        Node x = draft.ofRank(1);
        long[] shape = x.shape();
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = draft.chance(0.5) ? 1 : shape[axis];
        }
        long[] target = Arrays.copyOfRange(shape, leadingOnes(shape), shape.length);
        Tensor sum = Reductions.sumTo(x.tensor(), draft.chance(0.5) ? target : shape);
        draft.add(SUM, "scaled sum to a shape", unit(sum, x), x);
    }

    private static int leadingOnes(long[] shape) {
        int count = 0;
        while (count < shape.length && shape[count] == 1) {
            count++;
        }
        return count;
    }

    /** A sum of elements of {@code x}, scaled to their size. */
    private static Tensor unit(Tensor sum, Node x) {
        double terms = (double) x.length() / sum.length();
        return terms == 1 ? sum : Arithmetic.scale(sum, 1 / Math.sqrt(terms));
    }
}
