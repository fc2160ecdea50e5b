package io.sparkformer.jobs.exchange.shuffle;

import java.util.Iterator;
import scala.Tuple2;

/** The records of a state, fetched from wherever they lie when they are asked for. */
interface StateRecords {
    /** One chunk of each of the vectors that all workers have in common, in their order. */
    Iterator<Tuple2<Integer, byte[]>> shared(int chunk);

    /** What a worker keeps to itself. */
    Iterator<Tuple2<Integer, byte[]>> kept(int worker);
}
