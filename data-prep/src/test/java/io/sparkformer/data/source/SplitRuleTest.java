package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitRuleTest {
    @Test
    void hashed_manyIds_fallInTheGivenShares() {
        SplitRule rule = hashed("train", 0.8, "tune", 0.1, "test", 0.1);
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            counts.merge(rule.splitOf("set/c/" + i + ".png", List.of("c")), 1, Integer::sum);
        }

        // 5 sigma: 283 of 16,000 and 212 of 2,000.
        assertThat(counts.get("train")).isBetween(15_717, 16_283);
        assertThat(counts.get("tune")).isBetween(1_788, 2_212);
        assertThat(counts.get("test")).isBetween(1_788, 2_212);
    }

    @Test
    void hashed_knownIds_fallTheSameForGood() {
        SplitRule rule = hashed("a", 0.25, "b", 0.25, "c", 0.25, "d", 0.25);

        assertThat(List.of("set/c/1.png", "set/c/2.png", "set/c/3.png", "set/c/4.png").stream()
                        .map(id -> rule.splitOf(id, List.of("c"))))
                .containsExactly("d", "d", "b", "c");
    }

    @Test
    void hashed_otherSeeds_divideIndependently() {
        SplitShares shares = new SplitShares(Map.of("train", 1.0));
        SplitRule.Hashed first = new SplitRule.Hashed(shares, 0);
        SplitRule.Hashed second = new SplitRule.Hashed(shares, 1);
        int both = 0;
        for (int i = 0; i < 20_000; i++) {
            both += (first.hash("set/" + i) < 0) && (second.hash("set/" + i) < 0) ? 1 : 0;
        }

        // A quarter, 5 sigma.
        assertThat(both).isBetween(4_694, 5_306);
    }

    @Property(tries = 500)
    void ends_anySharesAndNumbers_areWithinOneSample(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 100) Integer> weights,
            @ForAll @LongRange(max = 1_000_000_000) long samples,
            @ForAll @DoubleRange(min = 0, max = 0.99) double rounding) {
        double sum = weights.stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> fractions = new LinkedHashMap<>();
        weights.forEach(weight -> fractions.put("split" + fractions.size(), weight / sum));
        long[] ends = new SplitShares(fractions).ends(samples, rounding);

        assertThat(ends).hasSize(weights.size() - 1).isSorted();
        double expected = 0;
        for (int split = 0; split < ends.length; split++) {
            expected += samples * (weights.get(split) / sum);
            assertThat(Math.abs(ends[split] - expected)).isLessThan(1 + 1e-6);
            assertThat(ends[split]).isBetween(0L, samples);
        }
    }

    @Test
    void ends_wholeNumbers_areExactWhateverTheRounding() {
        SplitShares shares = new SplitShares(linked("train", 0.8, "tune", 0.1, "test", 0.1));

        assertThat(shares.ends(10, 0)).containsExactly(8, 9);
        assertThat(shares.ends(10, 0.999_999)).containsExactly(8, 9);
        assertThat(shares.ends(1_000, 0.5)).containsExactly(800, 900);
    }

    @Test
    void hashed_sharesThatDoNotSumToOne_nameTheKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hashed("train", 0.8, "test", 0.1))
                .withMessageContaining("fractions")
                .withMessageContaining("must sum to 1");
        assertThatIllegalArgumentException().isThrownBy(() -> hashed("train", 1.0, "test", 0.0));
        assertThatIllegalArgumentException().isThrownBy(() -> hashed("../train", 1.0));
        assertThatIllegalArgumentException().isThrownBy(() -> new SplitRule.Single(""));
    }

    @Test
    void units_javaSerialisation_keepsThem() throws Exception {
        List<Object> originals = List.of(
                new FileChunk("set", "file:/set", List.of(new InputFile("set/c/1", 1, 2))),
                ContainerFile.whole(
                        "set.tar", "file:/set.tar", new InputFile("set.tar", 1, 2), new WebDataset(), "train"),
                new FilePart(1, 2, new TreeSet<>(List.of("x"))),
                new ListedFiles(
                        "a.csv",
                        "file:/",
                        new InputFile("a.csv", 1, 2),
                        "",
                        List.of(new ListedFiles.Row("x", "x", List.of("1"), "", null))),
                new ReadingRules(
                        new SplitRule.Folders(),
                        new LabelRule(new ClassIndex(List.of("a"), List.of("b")), 2),
                        FieldNames.USUAL,
                        Inputs.LIMITS),
                hashed("train", 0.5, "test", 0.5),
                new SplitRule.Folders(),
                new UnitSummary(1, 2, 3, new TreeSet<>(List.of("x")), new TreeSet<>()));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(originals));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(originals);
        }
    }

    @Property(tries = 500)
    void utf8Order_anyStrings_isTheOrderOfTheirCodePoints(@ForAll String left, @ForAll String right) {
        int[] a = left.codePoints().map(SplitRuleTest::encodable).toArray();
        int[] b = right.codePoints().map(SplitRuleTest::encodable).toArray();

        assertThat(Integer.signum(SourceKeys.UTF8_ORDER.compare(left, right)))
                .isEqualTo(Integer.signum(Arrays.compare(a, b)));
    }

    /** Lone surrogates are encoded as a question mark. */
    private static int encodable(int codePoint) {
        return codePoint >= 0xD800 && codePoint <= 0xDFFF ? '?' : codePoint;
    }

    @Test
    void hash_knownId_isTheBeginningOfItsSha256() {
        // printf 'split\0set/c/1.png' | sha256sum
        assertThat(SourceKeys.hash("split", "set/c/1.png")).isEqualTo(0xd8027f4910146837L);
    }

    private static SplitRule hashed(Object... shares) {
        return new SplitRule.Hashed(new SplitShares(linked(shares)), 0);
    }

    private static Map<String, Double> linked(Object... shares) {
        Map<String, Double> fractions = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i += 2) {
            fractions.put((String) shares[i], (Double) shares[i + 1]);
        }
        return fractions;
    }
}
