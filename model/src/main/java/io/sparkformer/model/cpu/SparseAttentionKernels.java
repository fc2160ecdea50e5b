package io.sparkformer.model.cpu;

import io.sparkformer.model.cpu.AttentionOperands.Section;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import io.sparkformer.model.tiling.KeyBlock;
import io.sparkformer.model.tiling.Tile;
import io.sparkformer.model.tiling.TileGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Exact self-attention by a sparse pattern: of each tile only the keys that its queries read, so that cost follows their number. The
 * gradient computes the weights again.
 *
 * <p>Queries, keys and values are read and their gradients summed up where they lie in the packed projection, block by block of the keys.
 * Beside its keys every query hears silence ({@link io.sparkformer.model.operation.AttentionSettings#SILENCE}), so that one without keys
 * hears nothing.
 */
final class SparseAttentionKernels {
    static final CompositeKernels KIND = new CompositeKernels(
                    (workshop, binding) -> new SparseAttentionKernels(workshop, binding).forward(),
                    (workshop, binding) -> new SparseAttentionKernels(workshop, binding).backward())
            .withScratch(SparseAttentionKernels::scratchLength)
            .withCondition(call -> call.inputs().get(0).dimension(1) > 1);

    private final OneDnn library;
    private final CompositeBinding call;
    private final AttentionOperands operands;
    private final List<SparseSection> sections;
    private final SparseLogits weights;
    private final SparseLogits gradients;
    private final View bias;
    private final AttentionConstants constants;
    private final List<Kernel> kernels = new ArrayList<>();

    private SparseAttentionKernels(Workshop workshop, CompositeBinding call) {
        this.library = workshop.library();
        this.call = call;
        this.operands = operands(call.call());
        this.sections = sections(workshop, call.call());
        View scratch = call.scratchView();
        this.weights = new SparseLogits(scratch.storage(), scratch.offset());
        long length = SparseLogits.length(sections);
        this.gradients = new SparseLogits(scratch.storage(), scratch.offset() + length);
        this.bias =
                new View(scratch.storage(), gradients.offset() + (call.call().forward() == null ? 0 : length));
        this.constants = workshop.constants();
    }

    /** The logits of a section, for a gradient theirs, and a part of the bias; something also where nobody hears anybody. */
    private static long scratchLength(Workshop workshop, CompositeCall call) {
        List<SparseSection> sections = sections(workshop, call);
        long bias = AttentionBias.isIn(call)
                ? sections.stream()
                        .mapToLong(SparseSection::longestAtStride)
                        .max()
                        .orElse(0)
                : 0;
        return Math.max(1, (call.forward() == null ? 1 : 2) * SparseLogits.length(sections) + bias);
    }

    private static AttentionOperands operands(CompositeCall call) {
        Tensor qkv = call.inputs().get(0);
        return new AttentionOperands(
                qkv.dimension(1), qkv.dimension(2) / 3, settings(call).heads());
    }

    private static Composite.SelfAttention settings(CompositeCall call) {
        return (Composite.SelfAttention) call.composite();
    }

    private static List<SparseSection> sections(Workshop workshop, CompositeCall call) {
        AttentionOperands operands = operands(call);
        List<HeadTiling> tilings = workshop.tilings()
                .of(
                        settings(call).pattern(),
                        Math.toIntExact(operands.tokens()),
                        settings(call).heads(),
                        Math.toIntExact(operands.headWidth()));
        return SparseSection.of(tilings, call.inputs().get(0).dimension(0), operands.tokens());
    }

    private Kernel forward() {
        kernels.add(clear(call.output()));
        for (SparseSection section : sections) {
            compute(section);
            forEachBlock(section, (tile, block) -> {
                Operand heard = operands.heard(call.output(), section.section(), tile.queries());
                Operand values = operands.values(call.input(0), section.section(), block.keys());
                add(weights.of(section, tile, block), values, heard, 1, true);
            });
        }
        return KernelList.of(kernels);
    }

    private Kernel backward() {
        if (call.outputs().size() > 1 && call.outputs().get(1) != null) {
            throw AttentionKernels.gradientOfBias(call.call());
        }
        kernels.add(clear(Objects.requireNonNull(call.outputs().get(0))));
        sections.forEach(this::backward);
        return KernelList.of(kernels);
    }

    private void backward(SparseSection section) {
        Section where = section.section();
        View qkv = call.input(0);
        View gradient = Objects.requireNonNull(call.outputs().get(0));
        compute(section);
        if (!section.group().isFull()) {
            kernels.add(gradients.clear(section));
        }
        forEachBlock(section, (tile, block) -> {
            Operand dy = operands.heard(call.outputGradient(), where, tile.queries());
            Operand heard = weights.of(section, tile, block);
            add(heard.transposed(), dy, operands.values(gradient, where, block.keys()), 1, true);
            Operand values = operands.values(qkv, where, block.keys());
            add(dy, values.transposed(), gradients.of(section, tile, block), 1, false);
        });
        kernels.add(constants.fill(gradients.silence(section), 0));
        Operand dLogits = gradients.of(section);
        kernels.add(SoftmaxPrimitive.backward(library, weights.of(section), dLogits, dLogits));
        forEachBlock(section, (tile, block) -> {
            Operand factor = gradients.of(section, tile, block);
            Operand queries = operands.queries(qkv, where, tile.queries());
            Operand keys = operands.keys(qkv, where, block.keys());
            add(factor.transposed(), queries, operands.keys(gradient, where, block.keys()), operands.scale(), true);
            add(factor, keys, operands.queries(gradient, where, tile.queries()), operands.scale(), true);
        });
    }

    /** The weights of all queries of a group. */
    private void compute(SparseSection section) {
        TileGroup group = section.group();
        if (!group.isFull()) {
            kernels.add(weights.forbid(section));
        }
        forEachBlock(section, (tile, block) -> addLogits(section, tile, block));
        kernels.add(constants.fill(weights.silence(section), (float) AttentionSettings.SILENCE));
        Operand logits = weights.of(section);
        kernels.add(SoftmaxPrimitive.forward(library, logits, logits));
    }

    private void addLogits(SparseSection section, Tile tile, KeyBlock block) {
        Operand queries = operands.queries(call.input(0), section.section(), tile.queries());
        Operand keys = operands.keys(call.input(0), section.section(), block.keys());
        List<Operand> addends = new ArrayList<>();
        block.mask().ifPresent(mask -> addends.add(constants.of(mask)));
        if (AttentionBias.isIn(call.call())) {
            addends.add(bias(section.section(), tile, block));
        }
        LogitProduct product = new LogitProduct(queries, keys, weights.of(section, tile, block));
        kernels.addAll(product.kernels(library, operands.scale(), addends));
    }

    /** The bias of some keys; of keys that are apart a row is put together before. */
    private Operand bias(Section section, Tile tile, KeyBlock block) {
        Operand part = AttentionBias.of(call).part(section, tile.queries(), block.keys());
        if (part.dimension(2) > 1 || part.dimension(3) == 1 || block.keys().step() == 1) {
            return part;
        }
        Operand together = Operand.of(bias, part.dimensions());
        kernels.add(ReorderPrimitive.shared(library, part, together, false));
        return together;
    }

    /** What is done with each block of keys of each tile. */
    @FunctionalInterface
    private interface BlockAction {
        void apply(Tile tile, KeyBlock block);
    }

    private static void forEachBlock(SparseSection section, BlockAction action) {
        section.group().tiles().forEach(tile -> tile.blocks().forEach(block -> action.apply(tile, block)));
    }

    private void add(Operand a, Operand b, Operand c, float factor, boolean accumulate) {
        kernels.add(MatMulPrimitive.shared(library, a, b, c, new Attributes(factor, accumulate)));
    }

    private static Kernel clear(View view) {
        Matrix all = new Matrix(view, view.length());
        return () -> all.clear(0, 1);
    }
}
