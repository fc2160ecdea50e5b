package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import io.sparkformer.model.plan.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/** A oneDNN primitive bound to its arrays: a run is one call into native code and allocates nothing. */
final class Primitive implements Kernel {
    private final dnnl_primitive primitive;
    private final dnnl_stream stream;
    private final dnnl_exec_arg_t arguments;
    private final int count;

    private Primitive(dnnl_primitive primitive, dnnl_stream stream, dnnl_exec_arg_t arguments, int count) {
        this.primitive = primitive;
        this.stream = stream;
        this.arguments = arguments;
        this.count = count;
    }

    @Override
    public void run() {
        OneDnn.check(dnnl_primitive_execute(primitive, stream, count, arguments), "a primitive");
    }

    /** Collects a primitive's arguments. */
    static final class Builder {
        private record Argument(int role, dnnl_memory memory) {}

        private final OneDnn library;
        private final List<Argument> arguments = new ArrayList<>();
        private final Map<Integer, Operand> movable = new LinkedHashMap<>();

        Builder(OneDnn library) {
            this.library = library;
        }

        /**
         * Adds an argument.
         *
         * @param role one of oneDNN's DNNL_ARG_...
         */
        Builder argument(int role, Operand operand) {
            return argument(role, library.memory(operand));
        }

        /** Adds an argument of a primitive that is shared by arrays of this layout. */
        Builder movable(int role, Operand operand) {
            movable.put(role, operand);
            return this;
        }

        /** Adds an argument whose address may change between runs. */
        Builder argument(int role, dnnl_memory memory) {
            arguments.add(new Argument(role, memory));
            return this;
        }

        /**
         * The kernel of a primitive that is made once for all arguments of the same layout.
         *
         * @param kind tells it from other primitives with such arguments
         */
        SharedKernel shared(Object kind, Supplier<dnnl_primitive_desc> description) {
            List<Object> key = new ArrayList<>(List.of(kind));
            movable.forEach((role, operand) -> key.add(List.of(role, operand.layout())));
            return library.shared(key, () -> {
                        movable.forEach(this::argument);
                        List<dnnl_memory> memories =
                                arguments.stream().map(Argument::memory).toList();
                        return new SharedPrimitive(build(description.get()), memories);
                    })
                    .at(movable.values().stream().map(Operand::pointer).toList());
        }

        /**
         * Creates the primitive; its implementation comes out of oneDNN's cache where an equal one was made before.
         *
         * @param description owned by the library, and released: those of products take tens of kilobytes each
         */
        Primitive build(dnnl_primitive_desc description) {
            library.scratchpad().of(description).ifPresent(memory -> argument(DNNL_ARG_SCRATCHPAD, memory));
            dnnl_primitive primitive = new dnnl_primitive();
            OneDnn.check(dnnl_primitive_create(primitive, description), "a primitive");
            library.release(description);
            library.own(primitive, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_destroy);
            dnnl_exec_arg_t bound = library.own(new dnnl_exec_arg_t(arguments.size()), nothing -> 0);
            for (int i = 0; i < arguments.size(); i++) {
                bound.getPointer(i)
                        .arg(arguments.get(i).role())
                        .memory(arguments.get(i).memory());
            }
            return new Primitive(primitive, library.stream(), bound, arguments.size());
        }
    }
}
