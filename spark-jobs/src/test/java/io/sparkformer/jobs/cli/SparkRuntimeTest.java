package io.sparkformer.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SparkRuntimeTest {
    @Test
    void session_ofOneJob_beginsOnceTellsTaskErrorsClearlyAndEnds() {
        assumeThat(SparkSession.getDefaultSession().isEmpty())
                .as("no other test left a session, which this one would use")
                .isTrue();
        System.setProperty("spark.master", "local[1]");
        System.setProperty("spark.ui.enabled", "false");
        try (SparkRuntime spark = new SparkRuntime("sparkformer test")) {
            SparkSession session = spark.session();
            assertThat(spark.session()).isSameAs(session);
            assertThat(session.sparkContext().appName()).isEqualTo("sparkformer test");
            assertThat(spark.hadoop()).isSameAs(session.sparkContext().hadoopConfiguration());

            Throwable thrown = catchThrowable(() -> failInTask(session));
            Failure failure = Failure.of(thrown);
            assertThat(failure.message()).isEqualTo("The shard a/b is damaged");
            assertThat(failure.remedy()).isEqualTo("Prepare it again");

            spark.close();
            assertThat(session.sparkContext().isStopped()).isTrue();
        } finally {
            System.clearProperty("spark.master");
            System.clearProperty("spark.ui.enabled");
        }
    }

    private static void failInTask(SparkSession session) {
        try (JavaSparkContext context = new NotClosing(session)) {
            context.parallelize(List.of(1), 1).foreach(element -> {
                throw new UserError("The shard a/b is damaged", "Prepare it again");
            });
        }
    }

    /** The context belongs to the session, which outlives it. */
    private static final class NotClosing extends JavaSparkContext {
        NotClosing(SparkSession session) {
            super(session.sparkContext());
        }

        @Override
        public void close() {
            // The session's owner does.
        }
    }
}
