package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.graph.GraphSettings;
import org.apache.hadoop.conf.Configuration;

/**
 * The beginning of a run whose parameters are drawn by its seed.
 *
 * @param run the run
 */
record SeedOrigin(RunSpec run) implements StateOrigin {
    private static final long serialVersionUID = 1;

    @Override
    public StateReader open(Configuration hadoop) {
        return new InitialReader(run.task()
                .graph(GraphSettings.inference(1))
                .initialParameters(run.experiment().seed()));
    }
}
