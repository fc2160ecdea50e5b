package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.StateLostException;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.exchange.sharded.BlockStream.Wanted;
import io.sparkformer.jobs.exchange.sharded.SparkBlocks.Use;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads chunks of a state one after the other, each from any of its holders that is alive. */
final class StateStream implements AutoCloseable {
    private final BlockStream stream;

    private StateStream(List<Wanted> wanted) {
        this.stream = new BlockStream(wanted);
    }

    /** What is to be read, in order. */
    static final class Plan {
        private final StateBlocks blocks;
        private final int reader;
        private final String here = SparkBlocks.here().executor();
        private final List<Wanted> wanted = new ArrayList<>();

        /**
         * A plan of one reader.
         *
         * @param reader a number by which readers that begin together choose different holders
         */
        Plan(StateBlocks blocks, int reader) {
            this.blocks = blocks;
            this.reader = reader;
        }

        /** Adds one chunk. */
        Plan add(StateVector vector, int chunk) {
            BlockSet set = blocks.set(vector);
            int index = blocks.index(vector, chunk);
            wanted.add(new Wanted(set.name(index), set.holder(index, reader, here)));
            return this;
        }

        StateStream open() {
            return new StateStream(wanted);
        }
    }

    /**
     * Reads the next chunk.
     *
     * @throws StateLostException if nobody has it any more
     */
    void next(Use use) throws IOException {
        try {
            stream.next(use);
        } catch (BlockLostException lost) {
            elsewhere(lost, use);
        }
    }

    /** Asks all that hold a block as the driver knows now: its first holder may have died since the round began. */
    private static void elsewhere(BlockLostException lost, Use use) throws IOException {
        Wanted block = lost.block();
        for (Holder holder : SparkBlocks.holders(block.name())) {
            try (BlockStream one = new BlockStream(List.of(new Wanted(block.name(), holder)))) {
                one.next(use);
                return;
            } catch (BlockLostException e) {
                lost.addSuppressed(e);
            }
        }
        throw new StateLostException("a part of the model's state is gone: " + lost.getMessage(), lost);
    }

    @Override
    public void close() {
        stream.close();
    }
}
