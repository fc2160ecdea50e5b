package io.sparkformer.jobs.exchange.sharded;

/**
 * The name of a block.
 *
 * @param set the set that it belongs to, which is removed as a whole
 * @param index its place in the set
 */
record BlockName(int set, int index) {
    @Override
    public String toString() {
        return "block " + index + " of set " + set;
    }
}
