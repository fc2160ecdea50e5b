package io.sparkformer.jobs.tokenizer;

import io.sparkformer.data.tokenizer.TokenizerSpec;
import io.sparkformer.data.tokenizer.WordCounter;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Counts the words of a partition's texts. Memory is bounded: from so many different words on, what was counted is given
 * away, and Spark adds it up.
 */
final class CountWords implements PairFlatMapFunction<Iterator<Row>, String, long[]> {
    private static final long serialVersionUID = 1L;

    private final TokenizerSpec spec;
    private final int capacity;

    CountWords(TokenizerSpec spec, int capacity) {
        this.spec = spec;
        this.capacity = capacity;
    }

    @Override
    public Iterator<Tuple2<String, long[]>> call(Iterator<Row> rows) {
        return new Counts(rows, new WordCounter(spec, capacity));
    }

    /** Words with their counts, perhaps several times, and last the tally of the texts. */
    private static final class Counts implements Iterator<Tuple2<String, long[]>> {
        private final Iterator<Row> rows;
        private final WordCounter counter;
        private final TextTally tally = new TextTally();
        private final Queue<Tuple2<String, long[]>> ready = new ArrayDeque<>();
        private boolean ended;

        Counts(Iterator<Row> rows, WordCounter counter) {
            this.rows = rows;
            this.counter = counter;
        }

        @Override
        public boolean hasNext() {
            if (ready.isEmpty() && !ended) {
                count();
            }
            return !ready.isEmpty();
        }

        @Override
        public Tuple2<String, long[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all words were given");
            }
            return ready.remove();
        }

        private void count() {
            while (rows.hasNext() && !counter.isFull()) {
                add(rows.next().getAs(0));
            }
            if (!rows.hasNext()) {
                ended = true;
                FaultPoints.reach(FaultPoint.TOKENIZER_COUNT_WORDS, "partition", TaskContext.getPartitionId());
                tally.addLongWords(counter.leftOut());
                ready.add(new Tuple2<>(TextTally.KEY, tally.counts()));
            }
            counter.drain((word, count) -> ready.add(new Tuple2<>(word, new long[] {count})));
        }

        private void add(byte @Nullable [] bytes) {
            if (bytes == null) {
                tally.addMissing();
            } else {
                counter.add(tally.decode(bytes));
            }
        }
    }

    /** Adds counts. */
    static long[] sum(long[] left, long[] right) {
        long[] sum = left.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += right[i];
        }
        return sum;
    }
}
