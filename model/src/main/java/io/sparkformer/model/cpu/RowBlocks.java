package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;

import io.sparkformer.model.plan.View;
import java.util.function.BiFunction;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;

/**
 * A function of each row of a matrix, computed for some rows at a time: what it leaves is still in the cache for what
 * follows, and rows that nobody needs cost nothing.
 */
final class RowBlocks {
    /** Numbers in a block: 128 KiB, which a core's second cache holds together with a block of the source. */
    private static final long BLOCK = 1 << 15;

    private final OneDnn library;
    private final BiFunction<OneDnn, dnnl_memory_desc, dnnl_primitive_desc> function;
    private final View source;
    private final View target;
    private final long columns;
    private final int size;
    private final Moving full;
    private final Moving last;

    /**
     * Makes the primitives.
     *
     * @param function describes the primitive for rows of this layout
     * @param source [rows, columns]
     * @param target the same, or one block
     */
    RowBlocks(
            OneDnn library,
            BiFunction<OneDnn, dnnl_memory_desc, dnnl_primitive_desc> function,
            View source,
            View target,
            long columns) {
        this.library = library;
        this.function = function;
        this.source = source;
        this.target = target;
        this.columns = columns;
        long rows = source.length() / columns;
        this.size = size(rows, columns);
        this.full = new Moving(size);
        long rest = rows % size;
        this.last = rest == 0 ? full : new Moving(rest);
    }

    /** Rows in a block, but for the last one. */
    static int size(long rows, long columns) {
        return Math.toIntExact(Math.max(1, Math.min(rows, BLOCK / columns)));
    }

    /** Computes the rows from {@code sourceRow} on, as many as a block has, and puts them at {@code targetRow}. */
    void run(long sourceRow, long targetRow) {
        boolean whole = sourceRow + size <= source.length() / columns;
        (whole ? full : last).run(sourceRow, targetRow);
    }

    /** A primitive whose arrays move along the matrix. */
    private final class Moving {
        private final dnnl_memory from;
        private final dnnl_memory to;
        private final Pointer fromAddress;
        private final Pointer toAddress;
        private final Primitive primitive;

        Moving(long rows) {
            Operand x = Operand.of(source, rows, columns);
            Operand y = Operand.of(target, rows, columns);
            this.from = library.memory(x);
            this.to = library.memory(y);
            // A plain pointer's position counts bytes.
            this.fromAddress = new Pointer(x.pointer());
            this.toAddress = new Pointer(y.pointer());
            this.primitive = new Primitive.Builder(library)
                    .argument(DNNL_ARG_SRC, from)
                    .argument(DNNL_ARG_DST, to)
                    .build(function.apply(library, library.descriptor(x)));
        }

        void run(long sourceRow, long targetRow) {
            move(from, fromAddress, sourceRow);
            move(to, toAddress, targetRow);
            primitive.run();
        }

        private void move(dnnl_memory memory, Pointer address, long row) {
            OneDnn.check(
                    dnnl_memory_set_data_handle(memory, address.position(row * columns * Float.BYTES)), "an address");
        }
    }
}
