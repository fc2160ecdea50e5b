package io.sparkformer.jobs.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.jobs.config.MaskedLanguageSettings;
import io.sparkformer.jobs.config.MaskedUnit;
import io.sparkformer.jobs.config.PairQuestion;
import io.sparkformer.jobs.runtime.text.MaskUnits.Unit;
import io.sparkformer.jobs.runtime.text.TokenMasking.Masked;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenMaskingTest {
    private static final int MASK = 4;
    private static final int VOCABULARY = 1000;
    private static final int PREDICTIONS = 8;

    private static TokenMasking masking(MaskedUnit unit, double maskShare, double randomShare) {
        return new TokenMasking(
                new MaskedLanguageSettings(0.15, maskShare, randomShare, unit, PairQuestion.NONE, 0, 1),
                PREDICTIONS,
                MASK,
                VOCABULARY);
    }

    /** [CLS], up to fifty tokens of words, phrases and entities of random lengths, [SEP]. */
    private static byte[] flags(Random random) {
        return flags(random, 2 + random.nextInt(50));
    }

    private static byte[] flags(Random random, int length) {
        byte[] flags = new byte[length];
        flags[0] = TokenFlags.SPECIAL;
        for (int i = 1; i < flags.length - 1; i++) {
            int level = i == 1 ? 0 : random.nextInt(6);
            flags[i] = (byte)
                    (level == 0
                            ? TokenFlags.CONTINUES
                            : level == 1 ? 12 : level == 2 ? TokenFlags.CONTINUES_ENTITY : 0);
        }
        flags[flags.length - 1] = TokenFlags.SPECIAL;
        return flags;
    }

    private static int[] ids(int count) {
        return IntStream.range(0, count).map(i -> 10 + i).toArray();
    }

    @ParameterizedTest
    @EnumSource(MaskedUnit.class)
    void of_anyRecord_masksWholeUnitsAndNothingSpecial(MaskedUnit level) {
        TokenMasking masking = masking(level, 1, 0);
        Random random = new Random(3);
        for (int sample = 0; sample < 2000; sample++) {
            byte[] flags = flags(random);
            int[] ids = ids(flags.length);

            Masked masked = masking.of(ids, flags, sample);

            Set<Integer> positions =
                    new HashSet<>(Arrays.stream(masked.positions()).boxed().toList());
            assertThat(masked.positions())
                    .hasSizeLessThanOrEqualTo(PREDICTIONS)
                    .isSorted()
                    .doesNotHaveDuplicates();
            for (Unit unit : MaskUnits.of(flags, level)) {
                List<Integer> tokens =
                        IntStream.range(unit.from(), unit.to()).boxed().toList();
                assertThat(positions.containsAll(tokens) || tokens.stream().noneMatch(positions::contains))
                        .as("%s of sample %d", unit, sample)
                        .isTrue();
            }
            for (int i = 0; i < ids.length; i++) {
                assertThat(masked.ids()[i]).isEqualTo(positions.contains(i) ? MASK : ids[i]);
                assertThat(positions.contains(i) && (flags[i] & TokenFlags.SPECIAL) != 0)
                        .isFalse();
            }
            assertThat(masked.labels())
                    .isEqualTo(
                            Arrays.stream(masked.positions()).map(i -> ids[i]).toArray());
        }
    }

    @Test
    void of_manyRecords_asksForTheConfiguredSharesOfTokens() {
        TokenMasking masking = masking(MaskedUnit.TOKEN, 0.8, 0.1);
        byte[] flags = new byte[40];
        int[] ids = ids(flags.length);
        int asked = 0;
        int masks = 0;
        int kept = 0;
        for (int sample = 0; sample < 5000; sample++) {
            Masked masked = masking.of(ids, flags, sample);
            asked += masked.positions().length;
            for (int i = 0; i < masked.positions().length; i++) {
                int now = masked.ids()[masked.positions()[i]];
                masks += now == MASK ? 1 : 0;
                kept += now == masked.labels()[i] ? 1 : 0;
            }
        }
        assertThat(asked).isEqualTo(6 * 5000);
        assertThat((double) masks / asked).isCloseTo(0.8, within(0.01));
        assertThat((double) kept / asked).isCloseTo(0.1, within(0.01));
    }

    /** Sun et al. 2019 mask whole entities, and as many tokens as BERT: what would exceed the share is passed over. */
    @ParameterizedTest
    @EnumSource(MaskedUnit.class)
    void of_longRecords_asksForAboutTheShareOfTheirTokens(MaskedUnit level) {
        TokenMasking masking = new TokenMasking(
                new MaskedLanguageSettings(0.15, 0.8, 0.1, level, PairQuestion.NONE, 0, 1), 60, MASK, VOCABULARY);
        Random random = new Random(7);
        int asked = 0;
        int tokens = 0;
        for (int sample = 0; sample < 500; sample++) {
            byte[] flags = flags(random, 200 + random.nextInt(200));
            asked += masking.of(ids(flags.length), flags, sample).positions().length;
            tokens += flags.length - 2;
        }

        assertThat((double) asked / tokens).isCloseTo(0.15, within(0.002));
    }

    @Test
    void of_theSameKey_isTheSameAndOfAnotherIsNot() {
        TokenMasking masking = masking(MaskedUnit.WORD, 0.8, 0.1);
        byte[] flags = flags(new Random(5));
        int[] ids = ids(flags.length);

        assertThat(masking.of(ids, flags, 7).ids())
                .isEqualTo(masking.of(ids, flags, 7).ids());
        assertThat(IntStream.range(0, 20)
                        .mapToObj(key ->
                                Arrays.toString(masking.of(ids, flags, key).positions())))
                .satisfies(all -> assertThat(new HashSet<>(all)).hasSizeGreaterThan(5));
    }

    @Test
    void of_aUnitLongerThanTheModelTakes_isNotMasked() {
        byte[] flags = new byte[PREDICTIONS + 1];
        Arrays.fill(flags, 1, flags.length, (byte) TokenFlags.CONTINUES);

        assertThat(masking(MaskedUnit.ENTITY, 1, 0)
                        .of(ids(flags.length), flags, 1)
                        .positions())
                .isEmpty();
    }
}
