package io.sparkformer.jobs.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.shard.TokenFlags;
import org.junit.jupiter.api.Test;

class SentenceOrderTest {
    private static final byte SPECIAL = TokenFlags.SPECIAL;
    private static final byte SECOND = TokenFlags.SECOND_SEGMENT;
    private static final byte LAST = SPECIAL | SECOND;

    /** [CLS] a b c [SEP] d e [SEP]. */
    @Test
    void swapped_aPair_exchangesTheTextsBetweenTheSpecialTokens() {
        int[] ids = {2, 10, 11, 12, 3, 20, 21, 3};
        byte[] flags = {SPECIAL, 0, TokenFlags.CONTINUES_WORD, 0, SPECIAL, SECOND, SECOND, LAST};

        SentenceOrder.Tokens swapped = SentenceOrder.swapped(ids, flags);

        assertThat(swapped.ids()).containsExactly(2, 20, 21, 3, 10, 11, 12, 3);
        assertThat(swapped.flags())
                .containsExactly(SPECIAL, 0, 0, SPECIAL, SECOND, SECOND | TokenFlags.CONTINUES_WORD, SECOND, LAST);
    }

    @Test
    void swapped_twice_isTheSame() {
        int[] ids = {2, 10, 3, 20, 21, 22, 3};
        byte[] flags = {SPECIAL, 0, SPECIAL, SECOND, SECOND, SECOND, LAST};

        SentenceOrder.Tokens once = SentenceOrder.swapped(ids, flags);
        SentenceOrder.Tokens twice = SentenceOrder.swapped(once.ids(), once.flags());

        assertThat(twice.ids()).isEqualTo(ids);
        assertThat(twice.flags()).isEqualTo(flags);
    }
}
