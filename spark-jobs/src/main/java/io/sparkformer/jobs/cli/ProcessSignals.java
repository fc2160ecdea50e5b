package io.sparkformer.jobs.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGTERM and SIGINT (Ctrl-C) into a {@link StopSignal}. The second signal of a kind has its usual effect, so that
 * an impatient user gets out.
 *
 * <p>A shutdown hook would not do: Spark stops its context in one of its own at the same time, and the job could not
 * write its checkpoint. {@code sun.misc.Signal} is what the JDK offers; it is called by reflection, for javac warns of it
 * in a way that cannot be turned off.
 */
final class ProcessSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSignals.class);
    private static final List<String> NAMES = List.of("TERM", "INT");

    private final Map<String, Object> previousHandlers = new LinkedHashMap<>();

    /** Connects the signals of this process to {@code stopSignal} until it is closed. */
    ProcessSignals(StopSignal stopSignal) {
        for (String name : NAMES) {
            try {
                previousHandlers.put(name, handle(name, handler(name, stopSignal)));
            } catch (ReflectiveOperationException e) {
                LOG.warn("The signal {} keeps its usual effect: {}", name, String.valueOf(e.getCause()));
            }
        }
    }

    private Object handler(String name, StopSignal stopSignal) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                restore(name);
                stopSignal.request("SIG" + name);
                return null;
            }
            return method.getName().equals("hashCode") ? System.identityHashCode(proxy) : "stop on SIG" + name;
        });
    }

    private static Object handle(String name, Object handler) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        Method handle = signalType.getMethod("handle", signalType, Class.forName("sun.misc.SignalHandler"));
        return handle.invoke(null, signal, handler);
    }

    private synchronized void restore(String name) {
        Object previous = previousHandlers.remove(name);
        if (previous == null) {
            return;
        }
        try {
            handle(name, previous);
        } catch (InvocationTargetException e) {
            LOG.warn("The signal {} could not be given its usual effect again", name, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM handled a signal, and does not any more", e);
        }
    }

    @Override
    public void close() {
        NAMES.forEach(this::restore);
    }
}
