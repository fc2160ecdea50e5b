package io.sparkformer.jobs.exchange.sharded;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Blocks that belong together, and who holds each of them. Small enough to travel with every task.
 *
 * @param id of the set
 * @param holders all that hold any of them
 * @param held by block, the indices of its holders
 */
record BlockSet(int id, List<Holder> holders, short[][] held) implements Serializable {
    private static final long serialVersionUID = 1;

    /** As the driver knows them now. */
    static BlockSet of(int id, int count) {
        Map<Holder, Short> indices = new LinkedHashMap<>();
        short[][] held = new short[count][];
        List<List<Holder>> found = SparkBlocks.holders(id, count);
        for (int block = 0; block < count; block++) {
            List<Holder> holders = found.get(block);
            held[block] = new short[holders.size()];
            for (int i = 0; i < holders.size(); i++) {
                held[block][i] = indices.computeIfAbsent(holders.get(i), holder -> (short) indices.size());
            }
        }
        return new BlockSet(id, new ArrayList<>(indices.keySet()), held);
    }

    /** The least number of holders of a block. */
    int copies() {
        int copies = Integer.MAX_VALUE;
        for (short[] block : held) {
            copies = Math.min(copies, block.length);
        }
        return copies;
    }

    BlockName name(int block) {
        return new BlockName(id, block);
    }

    /**
     * One of a block's holders: this process where it is one of them, and else readers with different numbers ask different ones.
     */
    Holder holder(int block, int reader, String here) {
        short[] known = held[block];
        for (short index : known) {
            if (holders.get(index).executor().equals(here)) {
                return holders.get(index);
            }
        }
        return holders.get(known[Math.floorMod(reader + block, known.length)]);
    }
}
