package io.sparkformer.jobs.exchange.shuffle;

import java.io.Serializable;
import java.util.Iterator;
import scala.Tuple2;

/** What a task does that can read all of a state. */
@FunctionalInterface
interface StateWork extends Serializable {
    /**
     * Does it.
     *
     * @param index of the task
     * @param state the state's records
     */
    Iterator<Tuple2<Integer, byte[]>> run(int index, StateRecords state) throws Exception;
}
