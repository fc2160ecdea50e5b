package io.sparkformer.benchmark.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import io.sparkformer.benchmark.report.MatrixProduct;
import io.sparkformer.benchmark.report.Precision;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;

/** oneDNN's matmul primitive over plain row-major matrices; the result is f32 in every precision. */
final class OneDnnGemm implements Gemm {
    private final Deque<Runnable> releases = new ArrayDeque<>();
    private final dnnl_engine engine = new dnnl_engine();
    private final dnnl_stream stream = new dnnl_stream();
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(3);

    OneDnnGemm(MatrixProduct product, Precision precision, GemmMemory memory) {
        int type = precision == Precision.BF16 ? dnnl_bf16 : dnnl_f32;
        long batch = product.batch();
        check(dnnl_engine_create(engine, dnnl_cpu, 0));
        releases.push(() -> dnnl_engine_destroy(engine));
        check(dnnl_stream_create(stream, engine, dnnl_stream_default_flags));
        releases.push(() -> dnnl_stream_destroy(stream));
        dnnl_memory_desc a = matrices(type, batch, product.m(), product.k(), product.transposeA());
        dnnl_memory_desc b = matrices(type, batch, product.k(), product.n(), product.transposeB());
        dnnl_memory_desc c = matrices(dnnl_f32, batch, product.m(), product.n(), false);
        create(a, b, c);
        bind(0, DNNL_ARG_SRC, a, memory.a());
        bind(1, DNNL_ARG_WEIGHTS, b, memory.b());
        bind(2, DNNL_ARG_DST, c, memory.c());
        releases.push(arguments::close);
    }

    @Override
    public void run() {
        check(dnnl_primitive_execute(primitive, stream, 3, arguments));
    }

    private void create(dnnl_memory_desc a, dnnl_memory_desc b, dnnl_memory_desc c) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        check(dnnl_matmul_primitive_desc_create(description, engine, a, b, null, c, null));
        releases.push(() -> dnnl_primitive_desc_destroy(description));
        check(dnnl_primitive_create(primitive, description));
        releases.push(() -> dnnl_primitive_destroy(primitive));
    }

    private void bind(int index, int role, dnnl_memory_desc description, Pointer values) {
        dnnl_memory bound = new dnnl_memory();
        check(dnnl_memory_create(bound, description, engine, values));
        releases.push(() -> dnnl_memory_destroy(bound));
        dnnl_exec_arg_t argument = arguments.getPointer(index);
        argument.arg(role);
        argument.memory(bound);
    }

    private dnnl_memory_desc matrices(int type, long batch, long rows, long columns, boolean transposed) {
        long[] strides = {rows * columns, transposed ? 1 : columns, transposed ? rows : 1};
        dnnl_memory_desc description = new dnnl_memory_desc();
        check(dnnl_memory_desc_create_with_strides(description, 3, new long[] {batch, rows, columns}, type, strides));
        releases.push(() -> dnnl_memory_desc_destroy(description));
        return description;
    }

    private static void check(int status) {
        if (status != dnnl_success) {
            throw new IllegalStateException("oneDNN answered status " + status);
        }
    }

    @Override
    public void close() {
        releases.forEach(Runnable::run);
    }
}
