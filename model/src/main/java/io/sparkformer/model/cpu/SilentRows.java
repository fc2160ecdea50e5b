package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.Kernel;
import java.nio.FloatBuffer;
import java.util.BitSet;
import org.bytedeco.javacpp.FloatPointer;

/** Queries of a tile that hear nobody, because all of their keys are {@link AttentionSettings#UNHEARD}: their weights become zeros. */
final class SilentRows {
    private final FloatBuffer matrix;
    private final int rows;
    private final int columns;
    private final int queries;
    private final int firstQuery;
    private final BitSet silent = new BitSet();

    /**
     * Watches a matrix.
     *
     * @param matrix logits first and weights then, row-major: [samples, heads, queries, keys]
     * @param firstQuery where the queries begin among the keys
     */
    SilentRows(Operand matrix, long firstQuery) {
        this.columns = Math.toIntExact(matrix.dimension(3));
        this.queries = Math.toIntExact(matrix.dimension(2));
        this.rows = Math.toIntExact(matrix.dimension(0) * matrix.dimension(1)) * queries;
        this.matrix = new FloatPointer(matrix.pointer())
                .capacity((long) rows * columns)
                .asBuffer();
        this.firstQuery = Math.toIntExact(firstQuery);
    }

    /** Looks for them among the logits. */
    Kernel find() {
        return () -> {
            silent.clear();
            int heard = 0;
            for (int row = 0; row < rows; row++) {
                int found = heardIn(row, heard);
                silent.set(row, found < 0);
                heard = Math.max(found, 0);
            }
        };
    }

    /** A key that a query hears, -1 if there is none; neighbours mostly hear the same one, and in a row of several texts a token hears itself. */
    private int heardIn(int row, int guess) {
        int own = firstQuery + row % queries;
        if (hears(row, guess)) {
            return guess;
        }
        if (hears(row, own)) {
            return own;
        }
        for (int key = 0; key < columns; key++) {
            if (hears(row, key)) {
                return key;
            }
        }
        return -1;
    }

    private boolean hears(int row, int key) {
        return matrix.get(row * columns + key) > AttentionSettings.SILENCE;
    }

    /** Makes their weights zeros. */
    Kernel clear() {
        return () -> silent.stream().forEach(row -> {
            for (int key = 0; key < columns; key++) {
                matrix.put(row * columns + key, 0);
            }
        });
    }
}
