package io.sparkformer.jobs.prepare;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * Objects as bytes on their way between driver and tasks. Elements and results pass through {@code spark.serializer},
 * which a cluster may have set to Kryo, and Spark's Kryo cannot make records; bytes pass through everything.
 */
final class TaskBytes {
    private TaskBytes() {}

    static byte[] of(Serializable value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(value.getClass() + " cannot be serialised", impossible);
        }
        return bytes.toByteArray();
    }

    static <T> T to(Class<T> type, byte[] bytes) {
        try (ObjectInputStream in = new TaskObjects(new ByteArrayInputStream(bytes))) {
            return type.cast(in.readObject());
        } catch (IOException e) {
            throw new UncheckedIOException(type + " cannot be deserialised", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("driver and executors run different versions of Sparkformer", e);
        }
    }

    /** Finds classes of the application's jar, which Spark loads by a loader of its own. */
    private static final class TaskObjects extends ObjectInputStream {
        TaskObjects(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, TaskBytes.class.getClassLoader());
            } catch (ClassNotFoundException primitiveOrForeign) {
                return super.resolveClass(description);
            }
        }
    }
}
