package io.sparkformer.jobs.exchange.shuffle;

import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateVector;
import java.io.Serializable;
import java.util.Objects;
import org.apache.spark.Partitioner;

/**
 * What records are called. Of what workers bring back, by chunk, then vector, then worker, in which order they are added up; of
 * a state's chunk, by vector; of what a worker keeps, below zero.
 *
 * @param layout the vectors of the state
 */
record Keys(StateLayout layout) implements Serializable {
    private static final long serialVersionUID = 1;

    /** The record that holds a worker's report. */
    static final int REPORT = Integer.MIN_VALUE;

    int chunks() {
        return new Chunks(layout.length()).count();
    }

    int piece(int chunk, int vector, int worker) {
        return (chunk * layout.exchanged().size() + vector) * layout.workers() + worker;
    }

    int chunkOfPiece(int key) {
        return key / layout.workers() / layout.exchanged().size();
    }

    int workerOfPiece(int key) {
        return key % layout.workers();
    }

    int kept(StateVector vector, int chunk) {
        return -1 - (layout.kept(vector.owner()).indexOf(vector) * chunks() + chunk);
    }

    /** Sends pieces to the task of their chunk. */
    static final class ByChunk extends Partitioner {
        private static final long serialVersionUID = 1;

        private final Keys keys;

        ByChunk(Keys keys) {
            this.keys = keys;
        }

        @Override
        public int numPartitions() {
            return keys.chunks();
        }

        @Override
        public int getPartition(Object key) {
            return keys.chunkOfPiece((Integer) key);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByChunk byChunk && byChunk.keys.equals(keys);
        }

        @Override
        public int hashCode() {
            return Objects.hash(keys);
        }
    }
}
