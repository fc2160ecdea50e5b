package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.jobs.evaluate.EntityTags.Entity;
import io.sparkformer.jobs.report.EntityTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EntityTagsTest {
    private static final List<String> NAMES =
            List.of("O", "B-P", "I-P", "E-P", "S-P", "B-Q-R", "I-Q-R", "E-Q-R", "S-Q-R", "L-P", "U-P");

    /** Random B, I and O, by the program of the CoNLL tasks. */
    @Test
    void counts_tagsOfNoScheme_asConlleval() throws IOException {
        JsonNode golden = golden("conlleval");

        EntityCounts counts = counts(golden);

        EntityTable.Row overall = counts.overall();
        assertThat(List.of(overall.entities(), overall.guessed(), overall.right()))
                .isEqualTo(longs(golden.get("overall")));
        assertThat(counts.rows())
                .hasSize(golden.get("percents").size())
                .allSatisfy(
                        row -> assertThat(List.of(percent(row.precision()), percent(row.recall()), percent(row.f1())))
                                .isEqualTo(texts(golden.get("percents").get(row.type()))));
    }

    /** Random B, I, E, S and O, by seqeval. */
    @Test
    void counts_tagsWithEnds_asSeqeval() throws IOException {
        JsonNode golden = golden("seqeval");

        EntityCounts counts = counts(golden);

        assertThat(counts.rows())
                .hasSize(golden.get("counts").size())
                .allSatisfy(row -> assertThat(List.of(row.entities(), row.guessed(), row.right()))
                        .isEqualTo(longs(golden.get("counts").get(row.type()))));
    }

    @Property(tries = 300)
    void entities_anyTags_sameAsNaive(@ForAll List<@IntRange(max = 10) Integer> tags) {
        int[] sequence = tags.stream().mapToInt(Integer::intValue).toArray();
        List<String> names = tags.stream().map(NAMES::get).toList();

        assertThat(EntityTags.of(NAMES).orElseThrow().entities(sequence)).isEqualTo(NaiveEntities.of(names));
    }

    @Test
    void of_tagsWithoutPrefixes_nothing() {
        assertThat(EntityTags.of(List.of("ADJ", "NOUN", "O"))).isEmpty();
        assertThat(EntityTags.of(List.of("B-LOC", "I-LOC", "NOUN"))).isEmpty();
        assertThat(EntityTags.of(List.of("O"))).as("nothing to be found").isEmpty();
    }

    /** Stretches add up, in any order. */
    @Test
    void plus_halves_sameAsWhole() throws IOException {
        JsonNode golden = golden("seqeval");
        EntityTags scheme = EntityTags.of(texts(golden.get("tags"))).orElseThrow();
        EntityCounts even = new EntityCounts();
        EntityCounts odd = new EntityCounts();
        int number = 0;
        for (JsonNode sentence : golden.get("sentences")) {
            (number++ % 2 == 0 ? even : odd)
                    .add(scheme.entities(ints(sentence.get(0))), scheme.entities(ints(sentence.get(1))));
        }

        assertThat(even.plus(odd)).isEqualTo(odd.plus(even)).isEqualTo(counts(golden));
        assertThat(odd.ofTypes()).isNotEmpty();
    }

    private static EntityCounts counts(JsonNode golden) {
        EntityTags scheme = EntityTags.of(texts(golden.get("tags"))).orElseThrow();
        EntityCounts counts = new EntityCounts();
        for (JsonNode sentence : golden.get("sentences")) {
            counts.add(scheme.entities(ints(sentence.get(0))), scheme.entities(ints(sentence.get(1))));
        }
        return counts;
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(
                EntityTagsTest.class.getResourceAsStream("/golden/entities.json"), "golden/entities.json")) {
            return new ObjectMapper().readTree(stream).get(name);
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size())
                .map(i -> array.get(i).intValue())
                .toArray();
    }

    private static List<Long> longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::longValue)
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    /** Entities as one would find them by hand: every stretch of words is looked at. */
    static final class NaiveEntities {
        private NaiveEntities() {}

        static List<Entity> of(List<String> tags) {
            List<Entity> entities = new ArrayList<>();
            for (int first = 0; first < tags.size(); first++) {
                for (int last = first; last < tags.size(); last++) {
                    if (isEntity(tags, first, last)) {
                        entities.add(new Entity(type(tags.get(first)), first, last));
                    }
                }
            }
            return entities;
        }

        private static boolean isEntity(List<String> tags, int first, int last) {
            boolean whole = !tags.get(first).equals("O") && !goesOn(tags, first) && !goesOn(tags, last + 1);
            for (int word = first + 1; word <= last; word++) {
                whole &= goesOn(tags, word);
            }
            return whole;
        }

        /** Whether a word is in the entity of the word before. */
        private static boolean goesOn(List<String> tags, int word) {
            if (word == 0
                    || word == tags.size()
                    || tags.get(word).equals("O")
                    || tags.get(word - 1).equals("O")) {
                return false;
            }
            return type(tags.get(word)).equals(type(tags.get(word - 1)))
                    && "IEL".contains(tags.get(word).substring(0, 1))
                    && "BI".contains(tags.get(word - 1).substring(0, 1));
        }

        private static String type(String tag) {
            return tag.substring(2);
        }
    }
}
