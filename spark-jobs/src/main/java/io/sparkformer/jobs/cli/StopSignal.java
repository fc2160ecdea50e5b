package io.sparkformer.jobs.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Whether the job was asked to stop, by SIGTERM, Ctrl-C or a limit of its own. Safe for use by several threads. */
public final class StopSignal {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable String reason;

    /** Whether the job should end in good order. */
    public boolean requested() {
        return reason != null;
    }

    /** Who asked for it, for instance {@code SIGTERM}; empty when nobody did. */
    public String reason() {
        String current = reason;
        return current == null ? "" : current;
    }

    /** Asks the job to stop. Only the first request counts. */
    public void request(String why) {
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
        }
        listeners.forEach(Runnable::run);
    }

    /** Has {@code action} run, once, when the job is asked to stop. */
    public void onStop(Runnable action) {
        listeners.add(action);
    }
}
