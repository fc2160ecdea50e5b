package io.sparkformer.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.model.pattern.AttentionPattern.PerHead;
import io.sparkformer.model.pattern.AttentionPattern.Query;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BehindTest {
    @Property(tries = 100)
    void keys_anySizes_areThePrefixAndThoseOfTheRest(
            @ForAll @IntRange(min = 1, max = 30) int behind,
            @ForAll @IntRange(max = 4) int prefix,
            @ForAll @IntRange(min = 1, max = 9) int size) {
        for (AttentionPattern rest :
                List.of(new BlockLocal(size), new Strided(size), new Band(size).causal(), new RandomKeys(2, size))) {
            AttentionPattern pattern = new Behind(prefix, rest);
            int tokens = prefix + behind;
            pattern.requireFit(tokens);
            for (int query = 0; query < tokens; query++) {
                for (int key = 0; key < tokens; key++) {
                    boolean any = query < prefix || key < prefix;
                    assertThat(pattern.keys(new Query(tokens, 1, query)).get(key))
                            .isEqualTo(any
                                    || rest.keys(new Query(behind, 1, query - prefix))
                                            .get(key - prefix));
                }
            }
        }
    }

    @Test
    void steps_andHeads_areThoseOfTheRest() {
        assertThat(new Behind(1, new Strided(4)).steps()).containsExactly(4);
        assertThat(new Behind(1, new Full()).differsByHead()).isFalse();
        assertThat(new Behind(1, new PerHead(List.of(new Full(), new Band(1)))).differsByHead())
                .isTrue();
    }

    @Test
    void fit_wrongSizes_saysWhatWouldDo() {
        RasterBlocks picture = new RasterBlocks(8, 2, 4, 1, 1);

        new Behind(1, picture).requireFit(33);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Behind(2, picture).requireFit(33))
                .withMessageContaining("31 tokens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Behind(3, new Full()).requireFit(3))
                .withMessageContaining("behind them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Behind(-1, new Full()))
                .withMessageContaining("prefix = -1");
    }
}
