package io.sparkformer.jobs.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What tasks get and give, as bytes. Users choose Spark's serializer, and Kryo cannot read records; bytes pass through any of them.
 */
public final class Wire {
    private Wire() {}

    /** Distributes values, each to a task of its own. */
    public static JavaRDD<byte[]> parallelize(JavaSparkContext spark, List<? extends Serializable> values) {
        return spark.parallelize(values.stream().map(Wire::toBytes).toList(), values.size());
    }

    /** Serialises what is sent. */
    public static byte[] toBytes(Serializable value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads what another process of this application has sent. */
    public static <T extends Serializable> T fromBytes(byte[] bytes, Class<T> type) {
        try (ObjectInputStream stream = new ContextObjectInputStream(bytes)) {
            return type.cast(stream.readObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("what was sent is of a class that is not known here", e);
        }
    }

    /** Resolves classes as Spark does: in spark-submit the application's jar is only known to the thread's loader. */
    private static final class ContextObjectInputStream extends ObjectInputStream {
        ContextObjectInputStream(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(java.io.ObjectStreamClass description)
                throws IOException, ClassNotFoundException {
            try {
                return Class.forName(
                        description.getName(), false, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }
    }
}
