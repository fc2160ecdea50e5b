package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ClassIndexTest {
    private static ClassIndex read(String text) {
        return ClassIndexFile.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void read_synsetWords_keepsTheOrderAndTheWords() {
        ClassIndex index = read("n02012849 crane\nn03126707 crane\r\nn01440764 tench, Tinca tinca\n\n");

        assertThat(index.keys()).containsExactly("n02012849", "n03126707", "n01440764");
        assertThat(index.descriptions()).containsExactly("crane", "crane", "tench, Tinca tinca");
    }

    @Test
    void read_linesWithTabsOrNamesAlone_areTaken() {
        assertThat(read("7\tgolden retriever\n3\tcat").keys()).containsExactly("7", "3");
        assertThat(read("7\tgolden retriever\n3\tcat").descriptions()).containsExactly("golden retriever", "cat");
        assertThat(read("golden retriever\ncat").keys()).containsExactly("golden retriever", "cat");
        assertThat(read("golden retriever\ncat").descriptions()).containsExactly("", "");
    }

    @Test
    void read_json_isTakenInTheOrderOfTheLabels() {
        ClassIndex index = read("{\"1\": [\"n02012849\", \"crane\"], \"0\": [\"n01440764\", \"tench\"]}");

        assertThat(index.keys()).containsExactly("n01440764", "n02012849");
        assertThat(index.descriptions()).containsExactly("tench", "crane");
        assertThat(read("[\"b\", \"a\"]").keys()).containsExactly("b", "a");
    }

    @Test
    void read_whatIsNoList_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> read(" \n")).withMessageContaining("empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("a\nb\na"))
                .withMessageContaining("class 2 is \"a\", as class 0 is");
        assertThatIllegalArgumentException().isThrownBy(() -> read("a\n\nb")).withMessageContaining("class 1");
        assertThatIllegalArgumentException().isThrownBy(() -> read("{\"0\": \"a\", \"2\": \"b\"}"));
        assertThatIllegalArgumentException().isThrownBy(() -> read("{\"0\": "));
    }

    @Test
    void keyOf_numbers_areKeysOrElsePlaces() {
        ClassIndex.Lookup synsets = read("n1\nn2").lookup();
        assertThat(synsets.keyOf("n2")).contains("n2");
        assertThat(synsets.keyOf("1")).contains("n2");
        assertThat(synsets.keyOf("2")).isEmpty();
        assertThat(synsets.keyOf("-1")).isEmpty();
        assertThat(synsets.keyOf("01")).isEmpty();
        assertThat(synsets.keyOf("9999999999999999999")).isEmpty();
        ClassIndex.Lookup numbers = read("5\tcat\n0\tdog").lookup();
        assertThat(numbers.keyOf("0")).contains("0");
        assertThat(numbers.keyOf("1")).isEmpty();
    }

    @Test
    void order_byNumber_putsNumbersFirstByValue() {
        List<String> names = new ArrayList<>(List.of("b", "10", "9", "a", "-1", "010", "0"));
        names.sort(ClassOrder.BY_NUMBER);
        assertThat(names).containsExactly("-1", "0", "9", "10", "010", "a", "b");
    }

    @Test
    void order_listed_isThatOfTheList() {
        List<String> names = new ArrayList<>(List.of("x", "a", "b", "w"));
        names.sort(ClassOrder.listed(read("b\na")));
        assertThat(names).containsExactly("b", "a", "w", "x");
    }

    @Property(tries = 300)
    void order_byNumber_isAnOrder(@ForAll List<@StringLength(max = 3) String> names) {
        List<String> mixed = new ArrayList<>(names);
        mixed.addAll(List.of("3", "12", "-4"));
        Comparator<String> order = ClassOrder.BY_NUMBER;
        List<String> sorted = new ArrayList<>(mixed);
        sorted.sort(order);
        Collections.reverse(mixed);
        mixed.sort(order);
        assertThat(mixed).isEqualTo(sorted);
    }
}
