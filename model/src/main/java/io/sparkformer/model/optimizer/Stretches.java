package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Stretches of the flat vector that a kernel treats alike, and which of them each block meets. Within a stretch a kernel
 * has nothing to ask.
 */
final class Stretches {
    /** The elements from {@code from} up to {@code to}. */
    record Stretch(int from, int to, boolean decayed) {
        /** Its first place in the block, which it meets. */
        int from(Block block) {
            return Math.max(0, from - block.offset());
        }

        /** Behind its last place in the block. */
        int to(Block block) {
            return Math.min(block.count(), to - block.offset());
        }
    }

    private final List<Stretch> stretches;
    private final int[] first;

    private Stretches(List<Stretch> stretches, Blocks blocks) {
        this.stretches = List.copyOf(stretches);
        this.first = new int[blocks.count()];
        int stretch = 0;
        for (int block = 0; block < first.length; block++) {
            while (stretches.get(stretch).to <= blocks.offset(block)) {
                stretch++;
            }
            first[block] = stretch;
        }
    }

    /** The longest stretches in which weight decay applies everywhere or nowhere. */
    static Stretches byDecay(ParameterLayout layout) {
        List<Stretch> stretches = new ArrayList<>();
        for (Stretch tensor : tensors(layout)) {
            int last = stretches.size() - 1;
            boolean joins = last >= 0 && stretches.get(last).decayed == tensor.decayed;
            int from = joins ? stretches.remove(last).from : tensor.from;
            stretches.add(new Stretch(from, tensor.to, tensor.decayed));
        }
        return new Stretches(stretches, new Blocks(layout.length()));
    }

    /** One stretch for each parameter, in layout order. */
    static Stretches byTensor(ParameterLayout layout) {
        return new Stretches(tensors(layout), new Blocks(layout.length()));
    }

    private static List<Stretch> tensors(ParameterLayout layout) {
        return layout.parameters().stream().map(Stretches::of).toList();
    }

    private static Stretch of(ParameterSpec parameter) {
        return new Stretch(parameter.offset(), parameter.offset() + parameter.length(), parameter.decay());
    }

    int size() {
        return stretches.size();
    }

    Stretch get(int index) {
        return stretches.get(index);
    }

    /** Index of the first stretch that the block meets. */
    int first(Block block) {
        return first[block.index()];
    }

    /** Whether there is a stretch of this index, from {@link #first} on, that the block meets. */
    boolean meets(int index, Block block) {
        return index < stretches.size() && stretches.get(index).from < block.offset() + block.count();
    }
}
