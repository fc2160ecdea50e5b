package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.StateLostException;
import io.sparkformer.jobs.exchange.StateTask;
import io.sparkformer.jobs.runtime.Wire;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A state whose vectors lie as blocks on executors.
 *
 * @param spark the application
 * @param hadoop what executors reach file systems by
 * @param position how far the run has come
 * @param blocks where the vectors lie
 * @param parametersMerkle tree hash of the parameters
 */
record ShardedState(
        JavaSparkContext spark,
        Broadcast<SerializableConfiguration> hadoop,
        Position position,
        StateBlocks blocks,
        String parametersMerkle)
        implements RunState {
    @Override
    @SuppressWarnings("unchecked") // a task's answer is of the task's type
    public <R extends Serializable> List<R> compute(List<? extends StateTask<R>> tasks, Configuration driver) {
        List<R> results = new ArrayList<>();
        for (byte[] bytes : Wire.parallelize(spark, tasks)
                .map(new ComputeTask(blocks, hadoop))
                .collect()) {
            ComputeTask.Answer answer = Wire.fromBytes(bytes, ComputeTask.Answer.class);
            if (answer.lost() != null) {
                throw new StateLostException(answer.lost());
            }
            results.add((R) Objects.requireNonNull(answer.value()));
        }
        return results;
    }

    @Override
    public void close() {
        SparkBlocks.remove(blocks.shared().id());
        if (blocks.kept() != null) {
            SparkBlocks.remove(blocks.kept().id());
        }
    }
}
