package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.Motion;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Stretches of the flat vector that a kernel treats alike, and which of them each block meets. Within a stretch a kernel
 * has nothing to ask.
 */
final class Stretches {
    /**
     * The elements from {@code from} up to {@code to}.
     *
     * @param decayed whether weight decay applies
     * @param rate multiple of the schedule's learning rate; 0 where the optimizer moves nothing
     * @param share of the gradient that is subtracted instead, see {@link io.sparkformer.model.graph.Motion}
     */
    record Stretch(int from, int to, boolean decayed, double rate, double share) {
        boolean frozen() {
            return rate == 0;
        }

        /** Whether what a kernel asks for is the same. */
        boolean like(Stretch other) {
            return decayed == other.decayed && rate == other.rate && share == other.share;
        }

        /** Its first place in the block, which it meets. */
        int from(Block block) {
            return from(block.offset());
        }

        /** Behind its last place in the block. */
        int to(Block block) {
            return to(block.offset(), block.count());
        }

        int from(int offset) {
            return Math.max(0, from - offset);
        }

        int to(int offset, int count) {
            return Math.min(count, to - offset);
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

    /** The longest stretches of one rate in which weight decay applies everywhere or nowhere. */
    static Stretches byTreatment(ParameterLayout layout, ParameterRates rates) {
        List<Stretch> stretches = new ArrayList<>();
        for (Stretch tensor : tensors(layout, rates)) {
            int last = stretches.size() - 1;
            boolean joins = last >= 0 && stretches.get(last).like(tensor);
            int from = joins ? stretches.remove(last).from : tensor.from;
            stretches.add(new Stretch(from, tensor.to, tensor.decayed, tensor.rate, tensor.share));
        }
        return new Stretches(stretches, new Blocks(layout.length()));
    }

    /** One stretch for each parameter, in layout order. */
    static Stretches byTensor(ParameterLayout layout, ParameterRates rates) {
        return new Stretches(tensors(layout, rates), new Blocks(layout.length()));
    }

    private static List<Stretch> tensors(ParameterLayout layout, ParameterRates rates) {
        return layout.parameters().stream()
                .map(parameter -> stretch(parameter, rates.of(parameter)))
                .toList();
    }

    private static Stretch stretch(ParameterSpec parameter, double rate) {
        Motion motion = parameter.motion();
        int to = parameter.offset() + parameter.length();
        return new Stretch(
                parameter.offset(),
                to,
                motion.decay(),
                motion.share().isPresent() ? 0 : rate,
                rate == 0 ? 0 : motion.share().orElse(0));
    }

    boolean anyAveraged() {
        return stretches.stream().anyMatch(stretch -> stretch.share > 0);
    }

    boolean anyFrozen() {
        return stretches.stream().anyMatch(Stretch::frozen);
    }

    int size() {
        return stretches.size();
    }

    Stretch get(int index) {
        return stretches.get(index);
    }

    /** Index of the first stretch that the block meets. */
    int first(Block block) {
        return first(block.index());
    }

    int first(int block) {
        return first[block];
    }

    /** Whether there is a stretch of this index, from {@link #first} on, that the block meets. */
    boolean meets(int index, Block block) {
        return meets(index, block.offset(), block.count());
    }

    boolean meets(int index, int offset, int count) {
        return index < stretches.size() && stretches.get(index).from < offset + count;
    }
}
