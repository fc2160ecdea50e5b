package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.InputUnit;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Reads and decodes one unit of input, in a task: every input gives its key and its content, or its key and its
 * rejection. The last pair has an empty key and the unit's {@link io.sparkformer.data.source.UnitSummary}.
 */
final class UnitDecoder implements PairFlatMapFunction<byte[], byte[], byte[]> {
    private static final long serialVersionUID = 1L;
    private static final byte[] SUMMARY_KEY = {};

    private final Broadcast<byte[]> modality;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final @Nullable KeptUnits kept;

    /**
     * A decoder.
     *
     * @param kept where decoded units are kept and looked for; null where each is decoded whenever it is asked for
     */
    UnitDecoder(Broadcast<byte[]> modality, Broadcast<SerializableConfiguration> hadoop, @Nullable KeptUnits kept) {
        this.modality = modality;
        this.hadoop = hadoop;
        this.kept = kept;
    }

    /** Whether a pair is a unit's summary, and no input. */
    static boolean isSummary(Tuple2<byte[], byte[]> pair) {
        return pair._1().length == 0;
    }

    @Override
    public Iterator<Tuple2<byte[], byte[]>> call(byte[] unit) throws IOException {
        if (kept == null) {
            return decode(unit);
        }
        Configuration configuration = hadoop.value().value();
        Optional<KeptUnitReader> there = kept.open(configuration, unit);
        if (there.isPresent()) {
            closeWithTask(there.get());
            return there.get();
        }
        KeptUnitWriter writer = kept.keep(configuration, unit, UUID.randomUUID().toString(), decode(unit));
        closeWithTask(writer);
        return writer;
    }

    private static void closeWithTask(Closeable resource) {
        TaskCompletionListener closing = ended -> {
            try {
                resource.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        };
        TaskContext.get().addTaskCompletionListener(closing);
    }

    private Iterator<Tuple2<byte[], byte[]>> decode(byte[] unitBytes) {
        InputUnit unit = TaskBytes.to(InputUnit.class, unitBytes);
        Modality what = TaskBytes.to(Modality.class, modality.value());
        return decode(what.decoding(), unit, hadoop.value().value());
    }

    private static <T> Iterator<Tuple2<byte[], byte[]>> decode(
            Modality.Decoding<T> decoding, InputUnit unit, Configuration hadoop) {
        PulledInputs<T> inputs = new PulledInputs<>(consumer -> decoding.read(hadoop, unit, consumer));
        closeWithTask(inputs);
        return new DecodingIterator<>(inputs, decoding);
    }

    private static final class DecodingIterator<T> implements Iterator<Tuple2<byte[], byte[]>> {
        private final PulledInputs<T> inputs;
        private final Modality.Decoding<T> decoding;
        private boolean summaryGiven;

        DecodingIterator(PulledInputs<T> inputs, Modality.Decoding<T> decoding) {
            this.inputs = inputs;
            this.decoding = decoding;
        }

        @Override
        public boolean hasNext() {
            return inputs.hasNext() || !summaryGiven;
        }

        @Override
        public Tuple2<byte[], byte[]> next() {
            if (inputs.hasNext()) {
                T input = inputs.next();
                return new Tuple2<>(
                        decoding.key(input).toBytes(), decoding.decode(input).toBytes());
            }
            if (summaryGiven) {
                throw new NoSuchElementException();
            }
            byte[] summary = TaskBytes.of(inputs.summary());
            summaryGiven = true;
            return new Tuple2<>(SUMMARY_KEY, summary);
        }
    }
}
