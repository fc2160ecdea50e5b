package io.sparkformer.jobs.exchange;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * Something that is done with a state where it lies: hashing it, writing it to a file.
 *
 * @param <R> what comes of it; small
 */
@FunctionalInterface
public interface StateTask<R extends Serializable> extends Serializable {
    /** Does it. May be done twice, when Spark tries again. */
    R run(StateReader state, Configuration hadoop) throws IOException;
}
