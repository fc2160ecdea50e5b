package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.StateLostException;
import io.sparkformer.jobs.exchange.Worker;
import io.sparkformer.jobs.exchange.WorkerReport;
import io.sparkformer.jobs.runtime.Wire;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** One worker's part of a round: its results stay where they are, a token of them goes to each part's average. */
final class TrainTask implements PairFlatMapFunction<byte[], Integer, byte[]> {
    private static final long serialVersionUID = 1;

    private final RoundPlan plan;

    TrainTask(RoundPlan plan) {
        this.plan = plan;
    }

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(byte[] input) throws Exception {
        byte[] token = Wire.toBytes(train(Wire.fromBytes(input, Worker.class)));
        return IntStream.range(0, plan.parts())
                .mapToObj(part -> new Tuple2<>(part, token))
                .iterator();
    }

    private Token train(Worker worker) throws Exception {
        try {
            return token(plan.work().run(plan.round(), worker, new ShardedPort(plan, worker.number())), null);
        } catch (StateLostException e) {
            // Not an exception: it would be the same in every retry.
            return token(null, e.getMessage());
        }
    }

    private static Token token(@Nullable WorkerReport report, @Nullable String lost) {
        TaskContext task = TaskContext.get();
        return new Token(
                report,
                SparkBlocks.here(),
                SparkBlocks.shuffleServer(),
                task.taskAttemptId(),
                task.partitionId(),
                lost);
    }
}
