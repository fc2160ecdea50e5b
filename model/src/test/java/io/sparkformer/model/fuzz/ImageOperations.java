package io.sparkformer.model.fuzz;

import static io.sparkformer.model.fuzz.Node.Kind.BOUNDED;
import static io.sparkformer.model.fuzz.Node.Kind.PRODUCT;
import static io.sparkformer.model.fuzz.Node.Kind.SUM;

import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Convolution;
import io.sparkformer.model.operation.Pooling;
import io.sparkformer.model.operation.Resizing;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.operation.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers of convolutional networks. */
final class ImageOperations {
    static final List<Operation> ALL = List.of(
            ImageOperations::convolution,
            ImageOperations::transposed,
            ImageOperations::averaged,
            ImageOperations::largest,
            ImageOperations::groupNorm,
            ImageOperations::resize);

    private ImageOperations() {}

    private static Node image(Draft draft, boolean comparable) {
        return draft.find(
                node -> node.rank() == 4 && node.degree() <= 2 && (node.exact() || !comparable),
                1 + draft.below(3),
                1 + draft.below(5),
                2 + draft.below(7),
                2 + draft.below(7));
    }

    /** A window that fits into the image. */
    private static Window window(Draft draft, Node image) {
        int height = 1 + draft.below((int) Math.min(4, image.dimension(2)));
        int width = 1 + draft.below((int) Math.min(4, image.dimension(3)));
        return new Window(
                height,
                width,
                1 + draft.below(3),
                1 + draft.below(3),
                draft.below((height + 1) / 2),
                draft.below((width + 1) / 2));
    }

    private static void convolution(Draft draft) {
        Node x = image(draft, false);
        Window window = window(draft, x);
        long outputs = 1L + draft.below(5);
        Node weight = draft.leaf(outputs, x.dimension(1), window.height(), window.width());
        Node bias = draft.leaf(outputs);
        boolean biased = draft.chance(0.5);
        Tensor y = Convolution.apply(x.tensor(), weight.tensor(), optional(bias, biased), window);
        add(draft, "convolution by " + window, y, biased, x, weight, bias);
    }

    private static void transposed(Draft draft) {
        Node x = image(draft, false);
        Window window = window(draft, x);
        boolean empty = window.height() + (x.dimension(2) - 1) * window.rowStride() <= 2 * window.rowPadding()
                || window.width() + (x.dimension(3) - 1) * window.columnStride() <= 2 * window.columnPadding();
        if (empty || x.length() * window.rowStride() * window.columnStride() > Draft.LARGEST) {
            return;
        }
        long outputs = 1L + draft.below(3);
        Node weight = draft.leaf(x.dimension(1), outputs, window.height(), window.width());
        Node bias = draft.leaf(outputs);
        boolean biased = draft.chance(0.5);
        Tensor y = Convolution.transposed(x.tensor(), weight.tensor(), optional(bias, biased), window);
        add(draft, "transposed convolution by " + window, y, biased, x, weight, bias);
    }

    private static @Nullable Tensor optional(Node bias, boolean biased) {
        return biased ? bias.tensor() : null;
    }

    private static void add(Draft draft, String text, Tensor y, boolean biased, Node x, Node weight, Node bias) {
        if (biased) {
            draft.add(PRODUCT, text, y, x, weight, bias);
        } else {
            draft.add(PRODUCT, text, y, x, weight);
        }
    }

    private static void averaged(Draft draft) {
        Node x = image(draft, false);
        if (draft.chance(0.3)) {
            draft.add(SUM, "global average", Pooling.globalAverage(x.tensor()), x);
        } else {
            Window window = window(draft, x);
            draft.add(SUM, "average pooling by " + window, Pooling.apply(Pooling.Kind.AVERAGE, x.tensor(), window), x);
        }
    }

    private static void largest(Draft draft) {
        Node x = image(draft, true);
        Window window = window(draft, x);
        Tensor y = Pooling.apply(Pooling.Kind.MAX, x.tensor(), window);
        draft.add(Node.Kind.MOVED, "max pooling by " + window, y, x);
    }

    private static void groupNorm(Draft draft) {
        Node x = draft.ofRank(2);
        long channels = x.dimension(1);
        List<Integer> divisors = new ArrayList<>();
        for (int groups = 1; groups <= channels; groups++) {
            if (channels % groups == 0) {
                divisors.add(groups);
            }
        }
        int groups = draft.oneOf(divisors);
        Node gain = draft.leaf(channels);
        Node offset = draft.leaf(channels);
        Tensor y = Composites.groupNorm(x.tensor(), gain.tensor(), offset.tensor(), groups, 1e-3);
        draft.add(BOUNDED, "group norm of " + groups, y, x, gain, offset);
    }

    private static void resize(Draft draft) {
        Node x = image(draft, false);
        long height = 1L + draft.below(9);
        long width = 1L + draft.below(9);
        Resizing.Alignment alignment = draft.oneOf(List.of(Resizing.Alignment.values()));
        if (x.dimension(0) * x.dimension(1) * height * width <= Draft.LARGEST) {
            Tensor y = Resizing.bilinear(x.tensor(), height, width, alignment);
            draft.add(SUM, "resize " + alignment, y, x);
        }
    }
}
