package io.sparkformer.jobs.exchange;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The state of a run between two rounds, wherever its vectors lie. It never changes. */
public interface RunState extends AutoCloseable {
    /** How far the run has come. */
    Position position();

    /** Root of the tree hash over the parameters: {@link io.sparkformer.model.checkpoint.ParameterHash#merkle}. */
    String parametersMerkle();

    /**
     * Has tasks read the state where it lies.
     *
     * @param hadoop by which the tasks reach file systems
     * @return their results, in their order
     */
    <R extends Serializable> List<R> compute(List<? extends StateTask<R>> tasks, Configuration hadoop)
            throws IOException;

    /** Gives up the state, when a later one has taken its place. */
    @Override
    void close();
}
