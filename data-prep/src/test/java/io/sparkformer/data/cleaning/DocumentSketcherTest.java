package io.sparkformer.data.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.data.text.TextDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentSketcherTest {
    private static final int WORDS = 3;
    private static final int SIZE = 128;
    private static final SketchRules RULES = new SketchRules(WORDS, 16, 6, SIZE);

    private static Sketch sketch(List<String> words) {
        return new DocumentSketcher(RULES).sketch(TextDocument.of(String.join(" ", words)));
    }

    private static List<String> words(Random random, int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add("w" + random.nextInt(5_000));
        }
        return words;
    }

    private static List<String> edited(Random random, List<String> words, int edits) {
        List<String> edited = new ArrayList<>(words);
        for (int i = 0; i < edits; i++) {
            edited.set(random.nextInt(edited.size()), "e" + random.nextInt(5_000));
        }
        return edited;
    }

    /** By sets of strings. */
    private static double jaccard(List<String> left, List<String> right) {
        Set<List<String>> all = shingles(left);
        Set<List<String>> common = new HashSet<>(all);
        common.retainAll(shingles(right));
        all.addAll(shingles(right));
        return (double) common.size() / all.size();
    }

    private static Set<List<String>> shingles(List<String> words) {
        Set<List<String>> shingles = new HashSet<>();
        for (int i = 0; i + WORDS <= words.size(); i++) {
            shingles.add(words.subList(i, i + WORDS));
        }
        return shingles;
    }

    private static double similarity(List<String> left, List<String> right) {
        return Sketch.similarity(sketch(left).smallest(), sketch(right).smallest(), SIZE);
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "60, 3", "100, 0", "120, 30", "100, 60"})
    void similarity_shortDocuments_isExact(int length, int edits) {
        Random random = new Random(length);
        List<String> left = words(random, length);
        List<String> right = edited(random, left, edits);

        assertThat(similarity(left, right)).isEqualTo(jaccard(left, right), within(1e-12));
    }

    /** Of 128 drawn shingles the deviation is at most 0.045: five of these are 0.22. */
    @ParameterizedTest
    @CsvSource({"2000, 0", "2000, 20", "5000, 500", "5000, 3000"})
    void similarity_longDocuments_isNearlyThatOfAll(int length, int edits) {
        Random random = new Random(length + edits);
        List<String> left = words(random, length);
        List<String> right = edited(random, left, edits);

        assertThat(similarity(left, right)).isEqualTo(jaccard(left, right), within(0.22));
    }

    @Test
    void bands_alikeDocuments_agreeInOne() {
        Random random = new Random(8);
        int agreeing = 0;
        int compared = 0;
        int foreign = 0;
        for (int i = 0; i < 400; i++) {
            List<String> left = words(random, 200);
            List<String> right = edited(random, left, 5);
            agreeing += agree(left, right) ? 1 : 0;
            compared += jaccard(left, right) >= 0.8 ? 1 : 0;
            foreign += agree(left, words(random, 200)) ? 1 : 0;
        }
        assertThat(compared).isGreaterThan(300);
        // At a similarity of 0.8 a pair is missed in 1 - (1 - 0.8^6)^16 = 0.8 per cent of cases.
        assertThat(agreeing).isGreaterThan(388);
        assertThat(foreign).isZero();
    }

    private static boolean agree(List<String> left, List<String> right) {
        long[] first = sketch(left).bands();
        long[] second = sketch(right).bands();
        for (int band = 0; band < first.length; band++) {
            if (first[band] == second[band]) {
                return true;
            }
        }
        return false;
    }

    @Test
    void sketch_ofNoWords_isEmpty_andOfFewOneShingle() {
        assertThat(sketch(List.of("")).smallest()).isEmpty();
        assertThat(sketch(List.of("")).bands()).isEmpty();
        assertThat(sketch(List.of("a", "b")).smallest()).hasSize(1);
        assertThat(similarity(List.of("a", "b"), List.of("a", "b"))).isEqualTo(1);
        assertThat(similarity(List.of("a", "b"), List.of("b", "a"))).isZero();
    }

    @Test
    void smallest_isSortedAndDifferent() {
        long[] smallest = sketch(words(new Random(3), 4_000)).smallest();
        assertThat(smallest).hasSize(SIZE).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.stream(smallest).filter(hash -> hash < 0).count()).isPositive();
    }
}
