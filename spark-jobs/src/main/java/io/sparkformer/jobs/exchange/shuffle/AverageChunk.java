package io.sparkformer.jobs.exchange.shuffle;

import io.sparkformer.jobs.exchange.Averaging;
import io.sparkformer.jobs.exchange.ChunkAverage;
import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.Floats;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateUpdate;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import io.sparkformer.model.optimizer.FlatSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction2;
import scala.Tuple2;

/** One chunk of the next state: the pieces of all workers, which come in the order in which they are added, and the chunk before. */
final class AverageChunk
        implements FlatMapFunction2<
                Iterator<Tuple2<Integer, byte[]>>, Iterator<Tuple2<Integer, byte[]>>, Tuple2<Integer, byte[]>> {
    private static final long serialVersionUID = 1;

    private final Averaging averaging;
    private final Round round;
    private final double[] weights;

    /**
     * The averaging of a round.
     *
     * @param weights by which each worker counts
     */
    AverageChunk(Averaging averaging, Round round, double[] weights) {
        this.averaging = averaging;
        this.round = round;
        this.weights = weights;
    }

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(
            Iterator<Tuple2<Integer, byte[]>> pieces, Iterator<Tuple2<Integer, byte[]>> state) {
        StateLayout layout = averaging.layout();
        int chunk = TaskContext.getPartitionId();
        FaultPoints.reach(FaultPoint.TRAIN_AVERAGE_PART, "round", round.number(), "part", chunk);
        int count = new Chunks(layout.length()).elements(chunk);
        float[][] before = new float[layout.shared().size()][];
        StateUpdate update = new StateUpdate(averaging);
        state.forEachRemaining(record -> {
            if (update.reads(layout.shared().get(record._1()))) {
                before[record._1()] = new float[count];
                Floats.view(ByteBuffer.wrap(record._2())).get(before[record._1()]);
            }
        });
        Iterator<Tuple2<Integer, byte[]>> after =
                records(update.apply(before, averages(chunk, before, pieces), round), count);
        FaultPoints.reach(FaultPoint.TRAIN_AFTER_AVERAGE_PART, "round", round.number(), "part", chunk);
        return after;
    }

    private float[][] averages(int chunk, float[][] before, Iterator<Tuple2<Integer, byte[]>> pieces) {
        StateLayout layout = averaging.layout();
        Keys keys = new Keys(layout);
        int count = new Chunks(layout.length()).elements(chunk);
        ChunkAverage average = new ChunkAverage(layout, count);
        float[][] averages = new float[layout.exchanged().size()][];
        for (int vector = 0; vector < averages.length; vector++) {
            average.begin(layout.exchanged().get(vector), count);
            for (int worker = 0; worker < layout.workers(); worker++) {
                if (weights[worker] > 0) {
                    Tuple2<Integer, byte[]> piece = pieces.next();
                    if (piece._1() != keys.piece(chunk, vector, worker)) {
                        throw new IllegalStateException("worker " + worker + "'s piece of chunk " + chunk
                                + " was to come, and there came worker " + keys.workerOfPiece(piece._1()) + "'s of "
                                + keys.chunkOfPiece(piece._1()));
                    }
                    average.add(ByteBuffer.wrap(piece._2()), weights[worker]);
                }
            }
            averages[vector] = average.mean(before[vector]);
        }
        return averages;
    }

    private static Iterator<Tuple2<Integer, byte[]>> records(float[][] vectors, int count) {
        Floats floats = new Floats();
        List<Tuple2<Integer, byte[]>> records = new ArrayList<>();
        for (int vector = 0; vector < vectors.length; vector++) {
            records.add(new Tuple2<>(
                    vector,
                    floats.encode(FlatSource.of(vectors[vector]), 0, count).array()));
        }
        return records.iterator();
    }
}
