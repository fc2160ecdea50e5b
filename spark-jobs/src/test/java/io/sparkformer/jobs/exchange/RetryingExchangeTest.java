package io.sparkformer.jobs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.compress.Compression;
import io.sparkformer.jobs.exchange.sharded.ShardedExchange;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.PlainAverage;
import io.sparkformer.model.optimizer.ScheduleConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class RetryingExchangeTest {
    private static final StateLayout LAYOUT =
            new StateLayout(1000, 0, OptimizerStatePolicy.AVERAGE, 2, false, false, Compression.NONE);

    /** In local mode tasks run in this process, and a task that fails once fails its job. */
    private static final ConcurrentHashMap<String, Boolean> FAILED = new ConcurrentHashMap<>();

    /** Its second worker fails, once. */
    private record FailingWork(String run, boolean rejected, SyntheticWork work) implements LocalWork {
        private static final long serialVersionUID = 1;

        @Override
        public WorkerReport run(Round round, Worker worker, StatePort port) throws Exception {
            if (worker.number() == 1 && FAILED.putIfAbsent(run, true) == null) {
                throw rejected
                        ? new RejectedExecutionException("Task rejected from a pool that is terminated")
                        : new IllegalStateException("a defect");
            }
            return work.run(round, worker, port);
        }
    }

    /** What Spark reports of an executor that was told to end, and of which it does not know yet. */
    @Test
    void run_taskRejectedByAnExecutorThatEnds_beginsAgainToTheSameBits() throws IOException {
        String run = UUID.randomUUID().toString();
        List<String> messages = new ArrayList<>();
        SyntheticWork work = new SyntheticWork(run, LAYOUT);
        RunState calm = train(work, new ArrayList<>());

        RunState disturbed = train(new FailingWork(run, true, work), messages);

        assertThat(FAILED).containsKey(run);
        assertThat(disturbed.parametersMerkle()).isEqualTo(calm.parametersMerkle());
        assertThat(messages).singleElement().asString().startsWith("round 1 begins again, executors died under it: ");
    }

    @Test
    void run_taskFailsByADefect_isNotTriedAgain() {
        String run = UUID.randomUUID().toString();
        List<String> messages = new ArrayList<>();

        assertThatThrownBy(() -> train(new FailingWork(run, false, new SyntheticWork(run, LAYOUT)), messages))
                .hasStackTraceContaining("a defect");
        assertThat(messages).isEmpty();
    }

    private static RunState train(LocalWork work, List<String> messages) throws IOException {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        ScheduleConfig schedule = new ScheduleConfig(ScheduleConfig.Shape.CONSTANT, 1, 0, 1);
        Exchange exchange = new RetryingExchange(
                new ShardedExchange(spark, work, new Averaging(LAYOUT, new PlainAverage(), schedule, 0, 10, 0)),
                spark,
                messages::add,
                Duration.ofMillis(200));
        RunState state = exchange.begin(Position.start(1), new SyntheticOrigin(LAYOUT));
        return exchange.run(new Round(1, 0, 10), state).state();
    }
}
