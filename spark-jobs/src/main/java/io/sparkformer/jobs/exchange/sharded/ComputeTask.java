package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.StateLostException;
import io.sparkformer.jobs.exchange.StateTask;
import io.sparkformer.jobs.runtime.Wire;
import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Runs a task that reads a state on an executor. */
final class ComputeTask implements Function<byte[], byte[]> {
    private static final long serialVersionUID = 1;

    private final StateBlocks blocks;
    private final Broadcast<SerializableConfiguration> hadoop;

    ComputeTask(StateBlocks blocks, Broadcast<SerializableConfiguration> hadoop) {
        this.blocks = blocks;
        this.hadoop = hadoop;
    }

    /**
     * How it ended.
     *
     * @param value what came of it; null where the state is lost
     * @param lost why there is none; null where there is
     */
    record Answer(@Nullable Serializable value, @Nullable String lost) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    @Override
    public byte[] call(byte[] bytes) throws Exception {
        StateTask<?> task = (StateTask<?>) Wire.fromBytes(bytes, Serializable.class);
        try (ShardedReader reader = new ShardedReader(blocks)) {
            return Wire.toBytes(new Answer(task.run(reader, hadoop.value().value()), null));
        } catch (StateLostException e) {
            return Wire.toBytes(new Answer(null, e.getMessage()));
        }
    }
}
