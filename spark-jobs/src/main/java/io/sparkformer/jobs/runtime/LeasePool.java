package io.sparkformer.jobs.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiled plans of this executor, which stay resident between tasks.
 *
 * <p>A task leases one object for itself alone and gives it back when it ends. A task attempt that Spark has given up but
 * whose native code still runs keeps its lease until it returns; another attempt gets another object. Objects of a run that
 * is no longer asked for are closed when a lease of another run finds them idle. An object whose memory lies on one of
 * several devices is leased to tasks of that device only.
 *
 * @param <T> what is pooled
 */
public final class LeasePool<T extends AutoCloseable> {
    private final Map<String, Deque<Placed<T>>> idle = new HashMap<>();

    private record Placed<T>(String place, T object) {}

    /** Makes what is pooled. */
    @FunctionalInterface
    public interface Factory<T> {
        /** Makes a new object. */
        T create() throws Exception;
    }

    /** One exclusive use. */
    public final class Lease implements AutoCloseable {
        private final String key;
        private final Placed<T> placed;

        private Lease(String key, Placed<T> placed) {
            this.key = key;
            this.placed = placed;
        }

        /** What was leased. */
        public T get() {
            return placed.object();
        }

        @Override
        public void close() {
            synchronized (idle) {
                idle.computeIfAbsent(key, unused -> new ArrayDeque<>()).push(placed);
            }
        }
    }

    /** Leases an idle object of {@code key}, or a new one, in memory that is the same everywhere. */
    public Lease lease(String key, Factory<T> factory) throws Exception {
        return lease(key, "", factory);
    }

    /**
     * Leases an idle object, or a new one.
     *
     * @param key the run
     * @param place the device in whose memory the object lies
     */
    public Lease lease(String key, String place, Factory<T> factory) throws Exception {
        Placed<T> found;
        synchronized (idle) {
            closeIdleOfOthers(key);
            found = poll(key, place);
        }
        return new Lease(key, found != null ? found : new Placed<>(place, factory.create()));
    }

    private @Nullable Placed<T> poll(String key, String place) {
        for (Iterator<Placed<T>> own =
                        idle.getOrDefault(key, new ArrayDeque<>()).iterator();
                own.hasNext(); ) {
            Placed<T> placed = own.next();
            if (placed.place().equals(place)) {
                own.remove();
                return placed;
            }
        }
        return null;
    }

    private void closeIdleOfOthers(String key) throws Exception {
        for (Iterator<Map.Entry<String, Deque<Placed<T>>>> entries =
                        idle.entrySet().iterator();
                entries.hasNext(); ) {
            Map.Entry<String, Deque<Placed<T>>> entry = entries.next();
            if (!entry.getKey().equals(key)) {
                entries.remove();
                for (Placed<T> placed : entry.getValue()) {
                    placed.object().close();
                }
            }
        }
    }
}
