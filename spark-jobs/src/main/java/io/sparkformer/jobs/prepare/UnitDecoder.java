package io.sparkformer.jobs.prepare;

import io.sparkformer.data.image.PatchOrder;
import io.sparkformer.data.image.RejectedImageException;
import io.sparkformer.data.image.SquareDecoder;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.source.InputReader;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.Rejection;
import io.sparkformer.data.source.SourceImage;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Reads and decodes one unit of input, in a task: every input gives its key and its pixels, or its key and its
 * rejection. The last pair has an empty key and the unit's {@link io.sparkformer.data.source.UnitSummary}.
 */
final class UnitDecoder implements PairFlatMapFunction<byte[], byte[], byte[]> {
    private static final long serialVersionUID = 1L;
    private static final byte[] SUMMARY_KEY = {};

    private final PreparationSettings settings;
    private final Broadcast<SerializableConfiguration> hadoop;

    UnitDecoder(PreparationSettings settings, Broadcast<SerializableConfiguration> hadoop) {
        this.settings = settings;
        this.hadoop = hadoop;
    }

    /** Whether a pair is a unit's summary, and no input. */
    static boolean isSummary(Tuple2<byte[], byte[]> pair) {
        return pair._1().length == 0;
    }

    @Override
    public Iterator<Tuple2<byte[], byte[]>> call(byte[] unitBytes) {
        InputUnit unit = TaskBytes.to(InputUnit.class, unitBytes);
        PulledInputs inputs = new PulledInputs(
                consumer -> InputReader.read(hadoop.value().value(), unit, settings.rules(), consumer));
        TaskCompletionListener closing = ended -> inputs.close();
        TaskContext.get().addTaskCompletionListener(closing);
        return new DecodingIterator(inputs, settings);
    }

    private static final class DecodingIterator implements Iterator<Tuple2<byte[], byte[]>> {
        private final PulledInputs inputs;
        private final SquareDecoder decoder;
        private final PatchOrder order;
        private boolean summaryGiven;

        DecodingIterator(PulledInputs inputs, PreparationSettings settings) {
            this.inputs = inputs;
            ImageSchema schema = settings.schema();
            this.decoder = new SquareDecoder(schema.channels(), settings.limits(), schema.size(), settings.fit());
            this.order = new PatchOrder(schema.size(), schema.channels(), schema.patch());
        }

        @Override
        public boolean hasNext() {
            return inputs.hasNext() || !summaryGiven;
        }

        @Override
        public Tuple2<byte[], byte[]> next() {
            if (inputs.hasNext()) {
                SourceImage input = inputs.next();
                byte[] key = SampleKey.of(input.split(), input.source()).toBytes();
                return new Tuple2<>(key, decode(input).toBytes());
            }
            if (summaryGiven) {
                throw new NoSuchElementException();
            }
            byte[] summary = TaskBytes.of(inputs.summary());
            summaryGiven = true;
            return new Tuple2<>(SUMMARY_KEY, summary);
        }

        private DecodedInput decode(SourceImage input) {
            Rejection rejection = input.rejection();
            if (rejection != null) {
                return new DecodedInput.Rejected(input.classNames(), rejection.reason(), rejection.message());
            }
            try {
                return new DecodedInput.Pixels(input.classNames(), patches(input.bytes()));
            } catch (RejectedImageException rejected) {
                String message = String.valueOf(rejected.getMessage());
                return new DecodedInput.Rejected(input.classNames(), rejected.reason(), message);
            }
        }

        private byte[] patches(byte @Nullable [] encoded) throws RejectedImageException {
            if (encoded == null) {
                throw new IllegalStateException("an input without bytes must have a rejection");
            }
            return order.toPatches(decoder.decode(encoded));
        }
    }
}
