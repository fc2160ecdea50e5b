package io.sparkformer.jobs.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.BlockContrast;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskedBlocksTest {
    private static final int MASK = 4;
    private static final int BLOCK = 5;
    private static final MaskedBlocks BLOCKS = new MaskedBlocks(new BlockContrast(2), BLOCK, MASK, 3);

    /** Of a record of so many tokens, special ones at both ends, at the second place of a batch. */
    private static BatchBuffers written(int length, long key, int[] masked) {
        BatchBuffers buffers = new BatchBuffers(2);
        BLOCKS.allocate(buffers);
        byte[] flags = new byte[length];
        flags[0] = TokenFlags.SPECIAL;
        flags[length - 1] = TokenFlags.SPECIAL;
        BLOCKS.write(ids(length), flags, masked, key, buffers, 1, 7);
        return buffers;
    }

    private static int[] ids(int length) {
        return IntStream.range(0, length).map(i -> 10 + i).toArray();
    }

    @Test
    void write_blocksOfText_masksThemAndKeepsWhatTheyWere() {
        Set<Integer> drawn = new HashSet<>();
        for (long key = 0; key < 50; key++) {
            int[] masked = ids(27);
            BatchBuffers buffers = written(27, key, masked);
            int[] blocks = buffers.integers(BlockContrast.BLOCKS);

            assertThat(blocks[2]).isLessThan(blocks[3]);
            for (int i = 2; i < 4; i++) {
                drawn.add(blocks[i]);
                int first = blocks[i] * BLOCK;
                int[] kept = Arrays.copyOfRange(buffers.integers(BlockContrast.TOKENS), i * BLOCK, (i + 1) * BLOCK);
                assertThat(kept).isEqualTo(Arrays.copyOfRange(ids(27), first, first + BLOCK));
                assertThat(Arrays.copyOfRange(masked, first, first + BLOCK)).containsOnly(MASK);
            }
            assertThat(Arrays.stream(masked).filter(id -> id == MASK)).hasSize(2 * BLOCK);
            assertThat(Arrays.copyOfRange(buffers.integers(BlockContrast.LABELS), 2, 4))
                    .containsExactly(2, 3);
            assertThat(buffers.reals(BlockContrast.PRESENT)).containsExactly(0, 0, 1, 1);
            assertThat(buffers.reals(BlockContrast.WEIGHTS)).containsExactly(0, 3 * 7 / 2f);
        }
        assertThat(drawn).containsExactlyInAnyOrder(1, 2, 3, 4); // not 0, which has a special token, and not the rest
    }

    @Test
    void write_recordOfOneBlock_leavesIt() {
        int[] masked = ids(11);
        BatchBuffers buffers = written(11, 1, masked);

        assertThat(masked).isEqualTo(ids(11));
        assertThat(Arrays.copyOfRange(buffers.integers(BlockContrast.LABELS), 2, 4))
                .containsOnly(-1);
        assertThat(buffers.reals(BlockContrast.PRESENT)).containsOnly(0);
    }

    @Test
    void write_threeBlocks_leavesOne() {
        int[] masked = ids(21);
        written(21, 1, masked);

        assertThat(Arrays.stream(masked).filter(id -> id == MASK)).hasSize(2 * BLOCK);
    }
}
