package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;

/**
 * One thread's access to oneDNN, and the owner of all its native objects.
 *
 * <p>oneDNN's C interface returns a status from every function and leaves destruction to the caller: both are done here
 * and nowhere else.
 */
final class OneDnn implements AutoCloseable {
    private final Deque<Owned> objects = new ArrayDeque<>();
    private final dnnl_engine engine = new dnnl_engine();
    private final dnnl_stream stream = new dnnl_stream();
    private final Scratchpad scratchpad = new Scratchpad(this);
    private final Map<Object, SharedPrimitive> shared = new HashMap<>();

    private record Owned(Pointer object, Runnable end) {}

    OneDnn() {
        check(dnnl_engine_create(engine, dnnl_cpu, 0), "an engine");
        own(engine, org.bytedeco.dnnl.global.dnnl::dnnl_engine_destroy);
        check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags), "a stream");
        own(stream, org.bytedeco.dnnl.global.dnnl::dnnl_stream_destroy);
    }

    dnnl_engine engine() {
        return engine;
    }

    dnnl_stream stream() {
        return stream;
    }

    /** The memory that primitives work in. */
    Scratchpad scratchpad() {
        return scratchpad;
    }

    /** The primitive of this key, made if there is none yet. */
    SharedPrimitive shared(Object key, Supplier<SharedPrimitive> primitive) {
        SharedPrimitive known = shared.get(key);
        if (known == null) {
            known = primitive.get();
            shared.put(key, known);
        }
        return known;
    }

    /** Describes an array's shape and strides. */
    dnnl_memory_desc descriptor(Operand operand) {
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        check(
                dnnl_memory_desc_create_with_strides(
                        descriptor,
                        operand.dimensions().length,
                        operand.dimensions(),
                        operand.type(),
                        operand.strides()),
                "a memory descriptor");
        return own(descriptor, org.bytedeco.dnnl.global.dnnl::dnnl_memory_desc_destroy);
    }

    /** Binds an array to its address. */
    dnnl_memory memory(Operand operand) {
        dnnl_memory memory = new dnnl_memory();
        check(dnnl_memory_create(memory, descriptor(operand), engine, operand.pointer()), "a memory object");
        return own(memory, org.bytedeco.dnnl.global.dnnl::dnnl_memory_destroy);
    }

    /** Destroys {@code object} when this is closed, before everything that was created earlier. */
    <T extends Pointer> T own(T object, ToIntFunction<T> destroy) {
        objects.push(new Owned(object, () -> {
            check(destroy.applyAsInt(object), "the end of an object");
            object.close();
        }));
        return object;
    }

    /** Destroys {@code object} now, which nothing needs any more. */
    @SuppressWarnings("ReferenceEquality") // pointers are equal by address, which an ended object's successor may have
    void release(Pointer object) {
        Iterator<Owned> newestFirst = objects.iterator();
        while (newestFirst.hasNext()) {
            Owned owned = newestFirst.next();
            if (owned.object == object) {
                newestFirst.remove();
                owned.end.run();
                return;
            }
        }
        throw new IllegalArgumentException("not owned: " + object);
    }

    /** Throws unless a function of oneDNN succeeded. */
    static void check(int status, String action) {
        if (status != dnnl_success) {
            throw new IllegalStateException("oneDNN cannot make or run " + action + ": status " + status);
        }
    }

    @Override
    public void close() {
        while (!objects.isEmpty()) {
            objects.pop().end.run();
        }
        scratchpad.close();
    }
}
