package io.sparkformer.jobs.prepare;

import io.sparkformer.data.shard.PreparedRecord;
import io.sparkformer.data.shard.RecordSchema;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.UnitSize;
import io.sparkformer.data.source.UnitSummary;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** What is prepared, images or texts: everything that differs between the two, as far as tasks must know it. */
sealed interface Modality extends Serializable permits ImageModality, TextModality {
    /** Of every record. */
    RecordSchema schema();

    /** What a full shard holds, in the unit of the samples' weights. */
    long shardCapacity(long shardBytes);

    /** Whether every shard of a split but its last must be full. */
    boolean hasFullShards();

    /** Whether a unit may have to be cut by a task. */
    boolean mayDivide(InputUnit unit, UnitSize size);

    /** Cuts a unit, in a task. */
    List<InputUnit> divide(Configuration hadoop, InputUnit unit, UnitSize size) throws IOException;

    /** Whether inputs that say the same as another are left out. */
    default boolean removesDuplicates() {
        return false;
    }

    /** What shows a person which input a sample's content is of, in a task. */
    default String excerpt(byte[] payload) {
        return "";
    }

    /** What decodes the inputs of a unit, in a task. */
    Decoding<?> decoding();

    /** What makes records of the samples of a shard, in a task. */
    RecordMaker recordMaker(int classes, boolean statistics);

    /**
     * Reads and decodes.
     *
     * @param <T> an input as it is read
     */
    interface Decoding<T> {
        /** Reads a unit. */
        UnitSummary read(Configuration hadoop, InputUnit unit, Consumer<T> consumer) throws IOException;

        /** The key of an input. */
        SampleKey key(T input);

        /** What becomes of it. */
        DecodedInput decode(T input);
    }

    /** Makes records of samples that come in their order. */
    interface RecordMaker {
        /** Takes a sample, and gives what is full. */
        void add(ShardContent.Sample sample, RecordTarget target) throws IOException;

        /** Gives what is left. */
        void finish(RecordTarget target) throws IOException;

        /** Records by class. */
        long[] samplesPerClass();

        /** What the records have in common; nothing outside of the statistics split. */
        ShardStatistics statistics();
    }

    /** Takes records. */
    @FunctionalInterface
    interface RecordTarget {
        /** Takes one. */
        void write(PreparedRecord record, String source) throws IOException;
    }
}
