package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.BlockContrast;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Blocks of a record that are masked as a whole, and what they are asked ({@link BlockContrast}). Only blocks of nothing but text are
 * drawn, and never all of them: without the others nobody could tell.
 *
 * @param contrast how many, M
 * @param block tokens of a block
 * @param maskToken the mask's id
 * @param weight of the losses beside those of masked tokens
 */
record MaskedBlocks(BlockContrast contrast, int block, int maskToken, double weight) {
    /** Makes room. */
    void allocate(BatchBuffers buffers) {
        buffers.integers(BlockContrast.BLOCKS, contrast.blocks(), 0);
        buffers.integers(BlockContrast.TOKENS, contrast.blocks() * block, maskToken);
        buffers.integers(BlockContrast.LABELS, contrast.blocks(), MaskedLanguage.IGNORED);
        buffers.reals(BlockContrast.PRESENT, contrast.blocks());
        buffers.reals(BlockContrast.WEIGHTS, 1);
    }

    /**
     * Writes what is asked about the blocks of a record.
     *
     * @param ids of the record as it was
     * @param masked the same with masks, in which whole blocks become masks
     * @param targets how much the record counts in the loss's denominator; the mean loss of its blocks counts as much
     */
    void write(int[] ids, byte[] flags, int[] masked, long key, BatchBuffers buffers, int place, int targets) {
        List<Integer> chosen = choose(flags, key);
        int from = place * contrast.blocks();
        int to = from + contrast.blocks();
        Arrays.fill(buffers.integers(BlockContrast.BLOCKS), from, to, 0);
        Arrays.fill(buffers.integers(BlockContrast.TOKENS), from * block, to * block, maskToken);
        Arrays.fill(buffers.integers(BlockContrast.LABELS), from, to, MaskedLanguage.IGNORED);
        Arrays.fill(buffers.reals(BlockContrast.PRESENT), from, to, 0);
        for (int i = 0; i < chosen.size(); i++) {
            int first = chosen.get(i) * block;
            buffers.integers(BlockContrast.BLOCKS)[from + i] = chosen.get(i);
            buffers.integers(BlockContrast.LABELS)[from + i] = from + i;
            buffers.reals(BlockContrast.PRESENT)[from + i] = 1;
            System.arraycopy(ids, first, buffers.integers(BlockContrast.TOKENS), (from + i) * block, block);
            Arrays.fill(masked, first, first + block, maskToken);
        }
        buffers.reals(BlockContrast.WEIGHTS)[place] = (float) (weight * targets / Math.max(1, chosen.size()));
    }

    /** Numbers of blocks, ascending. */
    private List<Integer> choose(byte[] flags, long key) {
        List<Integer> texts = IntStream.range(0, flags.length / block)
                .filter(number -> isText(flags, number * block))
                .boxed()
                .toList();
        return texts.stream()
                .sorted(Comparator.<Integer>comparingDouble(number -> CounterRandom.uniform(key, number))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(Math.min(contrast.blocks(), Math.max(0, texts.size() - 1)))
                .sorted()
                .toList();
    }

    private boolean isText(byte[] flags, int first) {
        return IntStream.range(first, first + block).allMatch(i -> (flags[i] & TokenFlags.SPECIAL) == 0);
    }
}
