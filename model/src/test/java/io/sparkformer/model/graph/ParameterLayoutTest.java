package io.sparkformer.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.graph.ParameterLayout.Declaration;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
    /** Behind the surrogates in UTF-8, before them in UTF-16. */
    private static final String FULL_WIDTH_TILDE = "\uFF5E";

    private static final String EMOJI = "\uD83D\uDE00";

    @Test
    void of_anyOrder_isDenseInUtf8ByteOrder() {
        ParameterLayout layout = ParameterLayout.of(List.of(
                declaration(EMOJI, 2),
                declaration("b", 2, 3),
                declaration("a.weight", 4),
                declaration(FULL_WIDTH_TILDE, 1, 1),
                declaration("a-weight"),
                declaration("B", 5)));

        assertThat(layout.parameters())
                .extracting(ParameterSpec::name)
                .containsExactly("B", "a-weight", "a.weight", "b", FULL_WIDTH_TILDE, EMOJI);
        assertThat(layout.parameters()).extracting(ParameterSpec::offset).containsExactly(0, 5, 6, 10, 16, 17);
        assertThat(layout.parameters()).extracting(ParameterSpec::length).containsExactly(5, 1, 4, 6, 1, 2);
        assertThat(layout.length()).isEqualTo(19);
    }

    @Property(tries = 200)
    void of_shuffledDeclarations_isTheSame(
            @ForAll @Size(min = 1, max = 12) @UniqueElements List<@NotEmpty String> names, @ForAll long seed) {
        List<Declaration> declarations =
                names.stream().map(name -> declaration(name, name.length())).toList();
        List<Declaration> shuffled = new java.util.ArrayList<>(declarations);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(ParameterLayout.of(shuffled).parameters())
                .isEqualTo(ParameterLayout.of(declarations).parameters())
                .isSortedAccordingTo((left, right) -> Arrays.compareUnsigned(
                        left.name().getBytes(StandardCharsets.UTF_8),
                        right.name().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void of_nothing_isEmpty() {
        assertThat(ParameterLayout.of(List.of()).length()).isZero();
    }

    @Test
    void of_nameTwice_isRefused() {
        assertRefused(List.of(declaration("head.weight", 2), declaration("head.weight", 2)), "head.weight", "twice");
    }

    @Test
    void of_extentNotPositive_isRefused() {
        assertRefused(List.of(declaration("a", 3, 0)), "parameter a", "[3, 0]", "not positive");
        assertRefused(List.of(declaration("a", -2, -3)), "parameter a", "[-2, -3]", "not positive");
    }

    @Test
    void of_asManyElementsAsAnArrayCanHave_isLaidOut() {
        ParameterLayout layout =
                ParameterLayout.of(List.of(declaration("a", Integer.MAX_VALUE - 3), declaration("b", 3)));

        assertThat(layout.length()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void of_moreElementsThanAnArrayCanHave_isRefused() {
        assertRefused(
                List.of(declaration("a", Integer.MAX_VALUE - 3), declaration("b", 4)), "parameter b", "2147483647");
        assertRefused(List.of(declaration("a", Integer.MAX_VALUE), declaration("b")), "parameter b", "smaller variant");
        // 2^64 elements: the product is 0 in 64 bits.
        assertRefused(List.of(declaration("a", 1L << 32, 1L << 32)), "parameter a", "smaller variant");
    }

    @Test
    void parameter_unknownName_isRefused() {
        ParameterLayout layout = ParameterLayout.of(List.of(declaration("a", 2)));

        assertThat(layout.parameter("a").dimensions()).containsExactly(2);
        assertThatThrownBy(() -> layout.parameter("head.bias"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("head.bias");
    }

    private static Declaration declaration(String name, long... shape) {
        return new Declaration(name, shape, true);
    }

    private static void assertRefused(Collection<Declaration> declarations, String... parts) {
        assertThatThrownBy(() -> ParameterLayout.of(declarations))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }
}
