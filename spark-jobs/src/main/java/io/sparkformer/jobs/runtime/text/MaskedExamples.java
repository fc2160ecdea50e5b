package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.config.MaskedLanguageSettings;
import io.sparkformer.jobs.config.PairQuestion;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.jobs.runtime.text.TokenMasking.Masked;
import io.sparkformer.model.language.BlockContrast;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.Optional;

/** Masked tokens are to be guessed, and perhaps a question about the pair is to be answered. */
final class MaskedExamples implements TextExamples {
    private static final String POSITIONS = "masked_positions";
    private static final String LABELS = "masked_labels";
    private static final String PAIR_LABELS = "pair_labels";
    private static final String PAIR_WEIGHTS = "pair_weights";

    private static final int MASKS = 1;
    private static final int ORDER = 2;
    private static final int BLOCKS = 3;

    private final MaskedLanguage task;
    private final PairQuestion pairs;
    private final TokenInputs tokens;
    private final TokenMasking masking;
    private final Optional<MaskedBlocks> blocks;

    MaskedExamples(MaskedLanguage task, MaskedLanguageSettings settings, SpecialTokens special, int padding) {
        this.task = task;
        this.pairs = settings.pairs();
        this.tokens = new TokenInputs(task, padding);
        int vocabulary = task.model().config().embedding().vocabulary();
        this.masking = new TokenMasking(settings, task.predictions(), special.mask(), vocabulary);
        this.blocks = task.contrast()
                .map(contrast -> new MaskedBlocks(
                        contrast,
                        BlockContrast.attention(task.model()).block(),
                        special.mask(),
                        settings.contrastWeight()));
    }

    @Override
    public void allocate(BatchBuffers buffers) {
        tokens.allocate(buffers);
        buffers.integers(POSITIONS, task.predictions(), 0);
        buffers.integers(LABELS, task.predictions(), MaskedLanguage.IGNORED);
        blocks.ifPresent(masked -> masked.allocate(buffers));
        if (task.pairs()) {
            buffers.integers(PAIR_LABELS, 1, MaskedLanguage.IGNORED);
            buffers.reals(PAIR_WEIGHTS, 1);
        }
    }

    @Override
    public double write(TextRecord record, long key, BatchBuffers buffers, int place) {
        int[] ids = record.ids();
        byte[] flags = record.flags();
        int pairLabel = pairLabel(record, key);
        if (pairs == PairQuestion.SENTENCE_ORDER && pairLabel == 1) {
            SentenceOrder.Tokens swapped = SentenceOrder.swapped(ids, flags);
            ids = swapped.ids();
            flags = swapped.flags();
        }
        Masked masked = masking.of(ids, flags, CounterRandom.key(key, MASKS));
        int targets = masked.labels().length;
        if (blocks.isPresent()) {
            long draws = CounterRandom.key(key, BLOCKS);
            blocks.get().write(ids, flags, masked.ids(), draws, buffers, place, targets);
        }
        tokens.write(masked.ids(), flags, buffers, place);
        writeMasks(masked, buffers, place);
        if (task.pairs()) {
            buffers.integers(PAIR_LABELS)[place] = pairLabel;
            buffers.reals(PAIR_WEIGHTS)[place] = targets;
        }
        return targets;
    }

    /** 0 where the second text follows the first; of the order a draw decides. */
    private int pairLabel(TextRecord record, long key) {
        return switch (pairs) {
            case NONE -> MaskedLanguage.IGNORED;
            case NEXT_SENTENCE -> record.labels()[0];
            case SENTENCE_ORDER -> CounterRandom.uniform(CounterRandom.key(key, ORDER), 0) < 0.5 ? 1 : 0;
        };
    }

    private void writeMasks(Masked masked, BatchBuffers buffers, int place) {
        int most = task.predictions();
        int[] positions = buffers.integers(POSITIONS);
        int[] labels = buffers.integers(LABELS);
        Arrays.fill(positions, place * most, (place + 1) * most, 0);
        Arrays.fill(labels, place * most, (place + 1) * most, MaskedLanguage.IGNORED);
        System.arraycopy(masked.positions(), 0, positions, place * most, masked.positions().length);
        System.arraycopy(masked.labels(), 0, labels, place * most, masked.labels().length);
    }

    @Override
    public Asked asked(BatchBuffers buffers, int samples) {
        return Questions.of(buffers.integers(LABELS), task.predictions(), samples);
    }
}
