package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.UnitSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Cuts a large unit of input into several, in a task. What is published does not depend on where it cuts. */
final class UnitDivider implements FlatMapFunction<byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final Modality modality;
    private final UnitSize size;
    private final Broadcast<SerializableConfiguration> hadoop;

    UnitDivider(Modality modality, UnitSize size, Broadcast<SerializableConfiguration> hadoop) {
        this.modality = modality;
        this.size = size;
        this.hadoop = hadoop;
    }

    /** Whether a unit may have to be cut. */
    boolean mayDivide(InputUnit unit) {
        return modality.mayDivide(unit, size);
    }

    @Override
    public Iterator<byte[]> call(byte[] unitBytes) throws IOException {
        InputUnit unit = TaskBytes.to(InputUnit.class, unitBytes);
        List<byte[]> parts = new ArrayList<>();
        for (InputUnit part : modality.divide(hadoop.value().value(), unit, size)) {
            parts.add(TaskBytes.of(part));
        }
        return parts.iterator();
    }
}
