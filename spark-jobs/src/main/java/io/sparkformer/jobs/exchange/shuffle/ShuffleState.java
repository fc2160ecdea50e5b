package io.sparkformer.jobs.exchange.shuffle;

import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateTask;
import io.sparkformer.jobs.runtime.Wire;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A state as cached data sets, each partition on two executors.
 *
 * @param hadoop what executors reach file systems by
 * @param layout its vectors
 * @param position how far the run has come
 * @param shared a partition for each chunk
 * @param kept a partition for each worker; null where workers keep nothing
 * @param parametersMerkle tree hash of the parameters
 */
record ShuffleState(
        Broadcast<SerializableConfiguration> hadoop,
        StateLayout layout,
        Position position,
        JavaPairRDD<Integer, byte[]> shared,
        @Nullable JavaPairRDD<Integer, byte[]> kept,
        String parametersMerkle)
        implements RunState {
    @Override
    @SuppressWarnings("unchecked") // a task's result is of the task's type
    public <R extends Serializable> List<R> compute(List<? extends StateTask<R>> tasks, Configuration driver) {
        List<byte[]> serialized = tasks.stream().map(Wire::toBytes).toList();
        Compute compute = new Compute(hadoop, layout, serialized);
        List<R> results = new ArrayList<>();
        for (Tuple2<Integer, byte[]> result :
                LostState.watch(() -> over(tasks.size(), compute).collect())) {
            results.add((R) Wire.fromBytes(result._2(), Serializable.class));
        }
        return results;
    }

    /** Tasks that can read all of the state. */
    JavaPairRDD<Integer, byte[]> over(int tasks, StateWork work) {
        OverState over = new OverState(shared.rdd(), kept == null ? null : kept.rdd(), tasks, work);
        return JavaPairRDD.fromJavaRDD(over.toJavaRDD());
    }

    /** Runs one of the tasks. */
    private record Compute(Broadcast<SerializableConfiguration> hadoop, StateLayout layout, List<byte[]> tasks)
            implements StateWork {
        private static final long serialVersionUID = 1;

        @Override
        public java.util.Iterator<Tuple2<Integer, byte[]>> run(int index, StateRecords state) throws Exception {
            StateTask<?> task = (StateTask<?>) Wire.fromBytes(tasks.get(index), Serializable.class);
            StateReader reader = new RecordsReader(layout, state);
            byte[] result = Wire.toBytes(task.run(reader, hadoop.value().value()));
            return List.of(new Tuple2<>(index, result)).iterator();
        }
    }

    @Override
    public void close() {
        shared.unpersist(false);
        if (kept != null) {
            kept.unpersist(false);
        }
    }
}
