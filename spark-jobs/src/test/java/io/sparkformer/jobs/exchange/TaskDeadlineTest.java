package io.sparkformer.jobs.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.compress.Compression;
import io.sparkformer.jobs.exchange.sharded.ShardedExchange;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.PlainAverage;
import io.sparkformer.model.optimizer.ScheduleConfig;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class TaskDeadlineTest {
    private static final StateLayout LAYOUT =
            new StateLayout(1000, 0, OptimizerStatePolicy.AVERAGE, 2, false, false, Compression.NONE);

    /** In local mode tasks run in this process. */
    private static final ConcurrentHashMap<String, Boolean> HUNG = new ConcurrentHashMap<>();

    /** Its second worker hangs, once. */
    private record HangingWork(String run, SyntheticWork work) implements LocalWork {
        private static final long serialVersionUID = 1;

        @Override
        public WorkerReport run(Round round, Worker worker, StatePort port) throws Exception {
            if (worker.number() == 1 && HUNG.putIfAbsent(run, true) == null) {
                Thread.sleep(Long.MAX_VALUE);
            }
            return work.run(round, worker, port);
        }
    }

    @Test
    void run_taskHangs_isNamedAndTriedAgain() throws IOException {
        String run = UUID.randomUUID().toString();
        List<String> messages = new CopyOnWriteArrayList<>();
        SyntheticWork work = new SyntheticWork(run, LAYOUT);
        RunState calm = train(work);

        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        RunState disturbed;
        try (TaskDeadline deadline = new TaskDeadline(spark, 0.02, messages::add)) {
            disturbed = train(new HangingWork(run, work));
        }

        assertThat(HUNG).containsKey(run);
        assertThat(disturbed.parametersMerkle()).isEqualTo(calm.parametersMerkle());
        assertThat(messages)
                .singleElement()
                .asString()
                .startsWith("the training of worker 1 hangs for ")
                .contains("at executor driver on ");
    }

    private static RunState train(LocalWork work) throws IOException {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        ScheduleConfig schedule = new ScheduleConfig(ScheduleConfig.Shape.CONSTANT, 1, 0, 1);
        Exchange exchange =
                new ShardedExchange(spark, work, new Averaging(LAYOUT, new PlainAverage(), schedule, 0, 10, 0));
        RunState state = exchange.begin(Position.start(1), new SyntheticOrigin(LAYOUT));
        return exchange.run(new Round(1, 0, 10), state).state();
    }
}
