package io.sparkformer.jobs.exchange;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** Where a state comes from that no round has made: the seed, given weights, a checkpoint. The same wherever it is opened. */
@FunctionalInterface
public interface StateOrigin extends Serializable {
    /** Opens it for reading, on the driver or on an executor. */
    StateReader open(Configuration hadoop) throws IOException;
}
