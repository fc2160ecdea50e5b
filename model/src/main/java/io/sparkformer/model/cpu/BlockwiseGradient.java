package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_exp;

import io.sparkformer.model.cpu.AttentionOperands.Section;
import io.sparkformer.model.cpu.BlockKernel.Motion;
import io.sparkformer.model.cpu.BlockKernel.Moving;
import io.sparkformer.model.cpu.BlockKernel.Place;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import io.sparkformer.model.tiling.Progression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The gradient of attention over a long sequence, in blocks of some keys and some queries that stay in a core's second cache (Dao 2023,
 * arXiv:2307.08691, algorithm 2). With L the logarithms of the softmax's sums, which the forward call keeps, and D the products of outputs and
 * their gradients,
 *
 * <pre>
 * P = exp(scale Q K^T - L)     dV = P^T dO
 * dS = P (dO V^T - D)          dK = scale dS^T Q     dQ = scale dS K
 * </pre>
 *
 * <p>so that no row has to be seen whole. Blocks are computed transposed, [keys, queries]: oneDNN adds what there is one of for each column to
 * a product, and takes its exponential, before it writes it. It does so for matrices of four axes; of two it has slow code only where there is
 * one of something for each row.
 */
final class BlockwiseGradient {
    /** Keys, and queries, of a block: its weights and their gradients take 512 KiB. */
    private static final int SIZE = 256;

    private final OneDnn library;
    private final CompositeBinding call;
    private final AttentionTiling tiling;
    private final AttentionOperands operands;
    private final List<Progression> blocks;
    private final Map<Shape, List<BlockKernel>> kernels = new HashMap<>();
    private final View scratch;

    BlockwiseGradient(OneDnn library, CompositeBinding call, AttentionTiling tiling, AttentionOperands operands) {
        this.library = library;
        this.call = call;
        this.tiling = tiling;
        this.operands = operands;
        this.blocks = blocks(Math.toIntExact(tiling.tokens()));
        this.scratch = call.scratchView();
    }

    /** Whether a sequence is longer than a block. */
    static boolean suits(AttentionTiling tiling) {
        return tiling.tokens() > SIZE;
    }

    /** Numbers that it needs while it runs: two matrices of a block, and D of a head. */
    static long scratchLength(AttentionTiling tiling) {
        return 2L * SIZE * SIZE + tiling.tokens();
    }

    /** All blocks are nearly as long as each other. */
    private static List<Progression> blocks(int tokens) {
        int count = (tokens + SIZE - 1) / SIZE;
        int length = Math.min(SIZE, ((tokens + count - 1) / count + 15) / 16 * 16);
        List<Progression> blocks = new ArrayList<>();
        for (int first = 0; first < tokens; first += length) {
            blocks.add(Progression.of(first, Math.min(length, tokens - first)));
        }
        return blocks;
    }

    /**
     * What kernels of a block differ by.
     *
     * @param keys how many
     * @param queries how many
     * @param future whether some of the keys come after some of the queries, in a causal call
     * @param addsToKeys whether the keys' gradients have been begun
     * @param addsToQueries whether the queries' have
     */
    private record Shape(int keys, int queries, boolean future, boolean addsToKeys, boolean addsToQueries) {}

    Kernel kernel() {
        forEachBlock((keys, queries) -> kernels.computeIfAbsent(shape(keys, queries), this::kernels));
        Elements outputs = new Elements(vectors(call.forwardOutputView()));
        Elements gradients = new Elements(vectors(call.outputGradient()));
        Elements products = new Elements(Operand.of(products(), 1, 1, tiling.tokens(), 1));
        return () -> {
            for (int sample = 0; sample < tiling.batch(); sample++) {
                for (int head = 0; head < tiling.heads(); head++) {
                    multiply(outputs, gradients, sample, head, products);
                    run(sample, head);
                }
            }
        };
    }

    /** Something done with each block in which queries hear keys. */
    @FunctionalInterface
    private interface BlockAction {
        void apply(Progression keys, Progression queries);
    }

    private void forEachBlock(BlockAction action) {
        for (Progression keys : blocks) {
            for (Progression queries : blocks) {
                if (!tiling.causal() || queries.first() >= keys.first()) {
                    action.apply(keys, queries);
                }
            }
        }
    }

    private Shape shape(Progression keys, Progression queries) {
        boolean itself = keys.equals(queries);
        boolean begun = tiling.causal() ? !itself : queries.first() > 0;
        return new Shape(keys.count(), queries.count(), tiling.causal() && itself, begun, keys.first() > 0);
    }

    private void run(long sample, long head) {
        forEachBlock((keys, queries) -> {
            Place place = new Place(sample, head, keys.first(), queries.first());
            for (BlockKernel kernel : Objects.requireNonNull(kernels.get(shape(keys, queries)))) {
                kernel.run(place);
            }
        });
    }

    /** D of a head, negated. */
    private void multiply(Elements outputs, Elements gradients, int sample, int head, Elements products) {
        int width = Math.toIntExact(operands.headWidth());
        for (int query = 0; query < tiling.tokens(); query++) {
            double product = outputs.product(sample, head, query, gradients, query, width);
            products.put(0, 0, query, 0, (float) -product);
        }
    }

    private List<BlockKernel> kernels(Shape shape) {
        View qkv = call.input(0);
        View gradient = Objects.requireNonNull(call.outputs().get(0));
        Moving queries = projected(qkv, 0, shape);
        Moving keys = projected(qkv, 1, shape);
        Moving values = projected(qkv, 2, shape);
        Moving dHeard = heard(shape);
        Moving weights = matrix(shape, 0);
        Moving dLogits = matrix(shape, 1);
        float scale = operands.scale();
        Attributes minusProducts = new Attributes(
                1, List.of(new Attributes.Step.Add(products(shape).matrix())), false);
        List<BlockKernel> kernels = new ArrayList<>(weights(shape, queries, keys, weights));
        kernels.add(product(weights, dHeard, projected(gradient, 2, shape), new Attributes(1, shape.addsToKeys)));
        kernels.add(product(values, dHeard.transposed(), dLogits, minusProducts, products(shape)));
        kernels.add(new BlockKernel(
                ElementwiseKernels.sharedProduct(library, weights.matrix(), dLogits.matrix(), dLogits.matrix()),
                Motion.NONE,
                Motion.NONE,
                Motion.NONE));
        kernels.add(product(dLogits, queries, projected(gradient, 1, shape), new Attributes(scale, shape.addsToKeys)));
        kernels.add(product(
                dLogits.transposed(), keys, projected(gradient, 0, shape), new Attributes(scale, shape.addsToQueries)));
        return kernels;
    }

    /** P^T; matrices that are added to logits are written before, for oneDNN has slow code only that adds them to a product. */
    private List<BlockKernel> weights(Shape shape, Moving queries, Moving keys, Moving weights) {
        List<BlockKernel> kernels = new ArrayList<>();
        List<Moving> rows = new ArrayList<>(List.of(sums(shape)));
        for (Moving addend : addends(shape)) {
            if (addend.matrix().dimension(2) == 1 || addend.matrix().dimension(3) == 1) {
                rows.add(addend);
            } else {
                kernels.add(new BlockKernel(
                        ReorderPrimitive.shared(library, addend.matrix(), weights.matrix(), !kernels.isEmpty()),
                        addend.motion(),
                        Motion.NONE));
            }
        }
        boolean written = !kernels.isEmpty();
        List<Attributes.Step> steps = new ArrayList<>();
        rows.forEach(row -> steps.add(new Attributes.Step.Add(row.matrix())));
        if (!written) {
            steps.add(new Attributes.Step.Apply(dnnl_eltwise_exp));
        }
        Attributes attributes = new Attributes(operands.scale(), steps, written);
        kernels.add(product(keys, queries.transposed(), weights, attributes, rows.toArray(new Moving[0])));
        if (written) {
            kernels.add(new BlockKernel(
                    EltwisePrimitive.shared(library, dnnl_eltwise_exp, weights.matrix(), weights.matrix()),
                    Motion.NONE,
                    Motion.NONE));
        }
        return kernels;
    }

    private BlockKernel product(Moving a, Moving b, Moving c, Attributes attributes, Moving... addends) {
        List<Motion> motions = new ArrayList<>(List.of(a.motion(), b.motion(), c.motion()));
        Arrays.stream(addends).map(Moving::motion).forEach(motions::add);
        return new BlockKernel(
                MatMulPrimitive.shared(library, a.matrix(), b.matrix(), c.matrix(), attributes), motions);
    }

    /** Queries (0), keys (1) or values (2) of a block, or their gradients. */
    private Moving projected(View packed, int part, Shape shape) {
        Section first = new Section(0, 1, Progression.of(0, 1));
        Progression queries = Progression.of(0, shape.queries);
        Progression keys = Progression.of(0, shape.keys);
        long row = 3 * operands.width();
        long sample = operands.tokens() * row;
        Motion withKeys = new Motion(sample, operands.headWidth(), row, 0);
        return switch (part) {
            case 0 ->
                new Moving(operands.queries(packed, first, queries), new Motion(sample, operands.headWidth(), 0, row));
            case 1 -> new Moving(operands.keys(packed, first, keys), withKeys);
            default -> new Moving(operands.values(packed, first, keys), withKeys);
        };
    }

    /** The gradients of what a block's queries have heard. */
    private Moving heard(Shape shape) {
        Section first = new Section(0, 1, Progression.of(0, 1));
        Operand vectors = operands.heard(call.outputGradient(), first, Progression.of(0, shape.queries));
        Motion motion = new Motion(operands.tokens() * operands.width(), operands.headWidth(), 0, operands.width());
        return new Moving(vectors, motion);
    }

    private Operand vectors(View view) {
        Section all = new Section(0, tiling.batch(), Progression.of(0, Math.toIntExact(tiling.heads())));
        return operands.heard(view, all, Progression.of(0, Math.toIntExact(tiling.tokens())));
    }

    /** One of the two matrices of a block, [keys, queries]. */
    private Moving matrix(Shape shape, int index) {
        View part = new View(scratch.storage(), scratch.offset() + (long) index * SIZE * SIZE);
        return new Moving(Operand.of(part, 1, 1, shape.keys, shape.queries), Motion.NONE);
    }

    /** -D of a head. */
    private View products() {
        return new View(scratch.storage(), scratch.offset() + 2L * SIZE * SIZE);
    }

    private Moving products(Shape shape) {
        return new Moving(Operand.of(products(), 1, 1, 1, shape.queries), new Motion(0, 0, 0, 1));
    }

    /** -L of a block's queries. */
    private Moving sums(Shape shape) {
        Motion motion = new Motion(tiling.heads() * tiling.tokens(), tiling.tokens(), 0, 1);
        return new Moving(Operand.of(call.savedView(), 1, 1, 1, shape.queries), motion);
    }

    /** What is added to a block's logits. */
    private List<Moving> addends(Shape shape) {
        List<Moving> addends = new ArrayList<>();
        if (AttentionBias.isIn(call.call())) {
            addends.add(AttentionBias.of(call).block(shape.keys, shape.queries));
        }
        if (shape.future) {
            addends.add(new Moving(future(shape.keys), Motion.NONE));
        }
        return addends;
    }

    /** What keeps queries from hearing the keys behind them. */
    private Operand future(int size) {
        float[] mask = new float[size * size];
        for (int key = 0; key < size; key++) {
            Arrays.fill(mask, key * size, key * size + key, (float) AttentionSettings.FORBIDDEN);
        }
        return Operand.of(library.own(new FloatPointer(mask), nothing -> 0), 1, 1, size, size);
    }
}
