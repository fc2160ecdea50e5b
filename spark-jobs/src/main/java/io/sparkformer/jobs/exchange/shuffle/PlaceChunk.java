package io.sparkformer.jobs.exchange.shuffle;

import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Brings chunks of a state that no round has made, or all that a worker keeps, to where they will lie. */
final class PlaceChunk implements PairFlatMapFunction<Iterator<Integer>, Integer, byte[]> {
    private static final long serialVersionUID = 1;

    private final StateLayout layout;
    private final StateOrigin origin;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final boolean kept;

    /**
     * The placing of one state.
     *
     * @param kept whether the numbers are workers', else chunks'
     */
    PlaceChunk(StateLayout layout, StateOrigin origin, Broadcast<SerializableConfiguration> hadoop, boolean kept) {
        this.layout = layout;
        this.origin = origin;
        this.hadoop = hadoop;
        this.kept = kept;
    }

    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Integer> numbers) throws IOException {
        StateReader reader = origin.open(hadoop.value().value());
        List<Tuple2<Integer, byte[]>> records = new ArrayList<>();
        while (numbers.hasNext()) {
            int number = numbers.next();
            if (kept) {
                keep(reader, number, records);
            } else {
                for (int vector = 0; vector < layout.shared().size(); vector++) {
                    records.add(
                            new Tuple2<>(vector, bytes(reader, layout.shared().get(vector), number)));
                }
            }
        }
        return records.iterator();
    }

    private void keep(StateReader reader, int worker, List<Tuple2<Integer, byte[]>> records) throws IOException {
        Keys keys = new Keys(layout);
        for (StateVector vector : layout.kept(worker)) {
            for (int chunk = 0; chunk < keys.chunks(); chunk++) {
                records.add(new Tuple2<>(keys.kept(vector, chunk), bytes(reader, vector, chunk)));
            }
        }
    }

    private byte[] bytes(StateReader reader, StateVector vector, int chunk) throws IOException {
        Chunks chunks = new Chunks(layout.length());
        float[] values = new float[chunks.elements(chunk)];
        reader.read(vector, chunks.offset(chunk), values, values.length);
        return layout.stored(vector).encode(values, values.length).array();
    }
}
