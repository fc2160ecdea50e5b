package io.sparkformer.jobs.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Compiled plans of this executor, which stay resident between tasks.
 *
 * <p>A task leases one object for itself alone and gives it back when it ends. A task attempt that Spark has given up but
 * whose native code still runs keeps its lease until it returns; another attempt gets another object. Objects of a run that
 * is no longer asked for are closed when a lease of another run finds them idle.
 *
 * @param <T> what is pooled
 */
public final class LeasePool<T extends AutoCloseable> {
    private final Map<String, Deque<T>> idle = new HashMap<>();

    /** Makes what is pooled. */
    @FunctionalInterface
    public interface Factory<T> {
        /** Makes a new object. */
        T create() throws Exception;
    }

    /** One exclusive use. */
    public final class Lease implements AutoCloseable {
        private final String key;
        private final T object;

        private Lease(String key, T object) {
            this.key = key;
            this.object = object;
        }

        /** What was leased. */
        public T get() {
            return object;
        }

        @Override
        public void close() {
            synchronized (idle) {
                idle.computeIfAbsent(key, unused -> new ArrayDeque<>()).push(object);
            }
        }
    }

    /** Leases an idle object of {@code key}, or a new one. */
    public Lease lease(String key, Factory<T> factory) throws Exception {
        T object;
        synchronized (idle) {
            closeIdleOfOthers(key);
            Deque<T> own = idle.get(key);
            object = own == null ? null : own.poll();
        }
        return new Lease(key, object != null ? object : factory.create());
    }

    private void closeIdleOfOthers(String key) throws Exception {
        for (Iterator<Map.Entry<String, Deque<T>>> entries = idle.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<String, Deque<T>> entry = entries.next();
            if (!entry.getKey().equals(key)) {
                entries.remove();
                for (T object : entry.getValue()) {
                    object.close();
                }
            }
        }
    }
}
