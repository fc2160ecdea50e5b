package io.sparkformer.model.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes an optimizer's steps over vectors that lie elsewhere, in native memory above all. Each block is read into arrays
 * that stay in the cache, updated there and written back, so that a step goes over main memory once and allocates nothing
 * that grows with the model.
 *
 * <p>Which part of the work a block belongs to changes no bit: the elements of different blocks have nothing to do with
 * each other, and sums over a tensor are sums of its blocks' sums.
 */
public final class BlockwiseOptimizer {
    private final Blocks blocks;
    private final Parts parts;
    private final List<Sweep> sweeps;
    private final List<Block> works;

    /** Prepares steps of one model, one at a time. */
    public BlockwiseOptimizer(Optimizer optimizer, Parts parts) {
        this.blocks = new Blocks(optimizer.length());
        this.parts = parts;
        List<Sweep> all = new ArrayList<>(optimizer.sweeps());
        if (optimizer.stretches().anyAveraged()) {
            all.add(new AveragedParameters(optimizer.stretches()));
        }
        this.sweeps = List.copyOf(all);
        int slots = optimizer.slotNames().size();
        this.works = Stream.generate(() -> new Block(blocks, slots))
                .limit(parts.count())
                .toList();
    }

    /**
     * Takes one step.
     *
     * @param parameters updated
     * @param gradients of a loss; only read
     * @param gradientScale what turns them into the gradients of the mean loss, clipped; above 0
     * @param clipping the part of that which keeps them short, above 0 and at most 1
     * @param moments updated, the step counted
     */
    public void step(
            FlatVector parameters,
            FlatVector gradients,
            double gradientScale,
            double clipping,
            Moments moments,
            double learningRate) {
        GradientScale scale = GradientScale.of(gradientScale);
        StepSize size = new StepSize(moments.advance(), learningRate, scale.second(), clipping);
        for (Sweep sweep : sweeps) {
            sweep.begin(size);
            blocks.forEach(parts, (part, index) -> {
                Block block = works.get(part);
                block.select(index, moments.slots());
                if (sweep.readsGradients()) {
                    gradients.read(block.offset(), block.gradients(), block.count());
                    multiply(block.gradients(), scale.first());
                }
                update(sweep, block, parameters);
            });
        }
    }

    private static void update(Sweep sweep, Block block, FlatVector parameters) {
        parameters.read(block.offset(), block.parameters(), block.count());
        sweep.update(block);
        if (sweep.writesParameters()) {
            parameters.write(block.offset(), block.parameters(), block.count());
        }
    }

    private static void multiply(float[] values, float factor) {
        if (factor != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        }
    }
}
