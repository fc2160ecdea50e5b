package io.sparkformer.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.data.text.SpecialTokenTemplate.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Every token of every document is a number of its own, so that nothing can be lost or moved unseen. */
class PackingTest {
    private static final int CLASSIFICATION = 1;
    private static final int SEPARATOR = 2;
    private static final int FIRST_ID = 10;

    private static TokenRun special(int id) {
        return new TokenRun(new int[] {id}, new byte[] {TokenFlags.SPECIAL});
    }

    private static final Frame SINGLE = new Frame(special(CLASSIFICATION), TokenRun.EMPTY, special(SEPARATOR), 0);
    private static final Frame PAIR =
            new Frame(special(CLASSIFICATION), special(SEPARATOR), special(SEPARATOR), TokenFlags.SECOND_SEGMENT);
    private static final SpecialTokenTemplate TEMPLATE = new SpecialTokenTemplate(SINGLE, PAIR);

    /** Lengths of documents; of each the lengths of its sentences. */
    @Provide
    Arbitrary<List<List<Integer>>> documents() {
        return Arbitraries.integers()
                .between(1, 12)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static Map<String, TokenizedDocument> numbered(List<List<Integer>> documents) {
        Map<String, TokenizedDocument> numbered = new LinkedHashMap<>();
        int id = FIRST_ID;
        for (List<Integer> sentences : documents) {
            int length = sentences.stream().mapToInt(Integer::intValue).sum();
            int[] ids = new int[length];
            byte[] flags = new byte[length];
            for (int i = 0; i < length; i++) {
                ids[i] = id++;
                flags[i] = (byte) (i % 3 == 0 ? 0 : TokenFlags.CONTINUES_WORD);
            }
            int[] starts = new int[sentences.size()];
            for (int i = 1; i < starts.length; i++) {
                starts[i] = starts[i - 1] + sentences.get(i - 1);
            }
            numbered.put(
                    "doc" + numbered.size(),
                    new TokenizedDocument(new TokenRun(ids, flags), null, new TextRecord.None(), starts));
        }
        return numbered;
    }

    private record Written(TextRecord record, String source) {}

    private static List<Written> pack(Packing packing, Map<String, TokenizedDocument> documents) {
        List<Written> written = new ArrayList<>();
        Packing.Records records = (record, source) -> written.add(new Written(record, source));
        try {
            for (Map.Entry<String, TokenizedDocument> document : documents.entrySet()) {
                packing.add(document.getKey(), document.getValue(), records);
            }
            packing.finish(records);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return written;
    }

    private static List<Integer> content(List<Written> records) {
        List<Integer> ids = new ArrayList<>();
        for (Written written : records) {
            for (int i = 0; i < written.record().count(); i++) {
                if (!written.record().has(i, TokenFlags.SPECIAL)) {
                    ids.add(written.record().ids()[i]);
                }
            }
        }
        return ids;
    }

    private static List<Integer> all(Map<String, TokenizedDocument> documents) {
        List<Integer> ids = new ArrayList<>();
        documents.values().forEach(document -> {
            for (int id : document.first().ids()) {
                ids.add(id);
            }
        });
        return ids;
    }

    private static void assertNothingGoesOnBehindSpecialTokens(List<Written> records) {
        for (Written written : records) {
            TextRecord record = written.record();
            for (int i = 0; i < record.count(); i++) {
                if (i == 0 || record.has(i - 1, TokenFlags.SPECIAL)) {
                    assertThat(record.has(i, TokenFlags.CONTINUES_WORD)).isFalse();
                }
            }
        }
    }

    @Property(tries = 200)
    void segments_anyDocuments_everyTokenOnceInOrderAndFullRecords(
            @ForAll("documents") List<List<Integer>> lengths, @ForAll @IntRange(min = 3, max = 20) int length) {
        Map<String, TokenizedDocument> documents = numbered(lengths);

        List<Written> records = pack(new SegmentPacking(length, SINGLE, SEPARATOR), documents);

        assertThat(content(records)).isEqualTo(all(documents));
        for (Written written : records.subList(0, records.size() - 1)) {
            assertThat(written.record().count()).isEqualTo(length);
        }
        assertNothingGoesOnBehindSpecialTokens(records);
        List<Integer> starts = new ArrayList<>();
        for (Written written : records) {
            assertThat(written.record().ids()[0]).isEqualTo(CLASSIFICATION);
            for (int i = 0; i < written.record().count(); i++) {
                if (written.record().has(i, TokenFlags.STARTS_DOCUMENT)) {
                    starts.add(written.record().ids()[i]);
                }
            }
        }
        assertThat(starts)
                .isEqualTo(documents.values().stream()
                        .map(document -> document.first().ids()[0])
                        .toList());
    }

    @Property(tries = 200)
    void documents_split_everyTokenOnceInOrder(
            @ForAll("documents") List<List<Integer>> lengths, @ForAll @IntRange(min = 3, max = 20) int length) {
        Map<String, TokenizedDocument> documents = numbered(lengths);

        List<Written> records = pack(new DocumentPacking(length, TEMPLATE, TooLong.SPLIT), documents);

        assertThat(content(records)).isEqualTo(all(documents));
        assertThat(records).allMatch(written -> written.record().count() <= length);
        assertThat(records)
                .hasSize(documents.values().stream()
                        .mapToInt(document -> DocumentPieces.count(document, length, TEMPLATE))
                        .sum());
        assertNothingGoesOnBehindSpecialTokens(records);
        assertThat(records.stream().map(Written::source).distinct()).hasSize(records.size());
    }

    @Property(tries = 200)
    void wholeDocuments_anyDocuments_wholeAndMarkedAtTheirStarts(
            @ForAll("documents") List<List<Integer>> lengths, @ForAll @IntRange(min = 20, max = 80) int length) {
        Map<String, TokenizedDocument> documents = numbered(lengths);

        List<Written> records = pack(new WholeDocumentPacking(length, SINGLE, TooLong.SPLIT), documents);

        assertThat(content(records)).containsExactlyInAnyOrderElementsOf(all(documents));
        for (Written written : records) {
            TextRecord record = written.record();
            assertThat(record.count()).isLessThanOrEqualTo(length);
            for (int i = 0; i < record.count(); i++) {
                // Each begins with its own token of classification, and nowhere else.
                assertThat(record.has(i, TokenFlags.STARTS_DOCUMENT)).isEqualTo(record.ids()[i] == CLASSIFICATION);
            }
        }
        assertNothingGoesOnBehindSpecialTokens(records);
    }

    @Property(tries = 300)
    void pairs_consecutive_everyTokenOnceInOrder(
            @ForAll("documents") List<List<Integer>> lengths, @ForAll @IntRange(min = 5, max = 30) int length) {
        Map<String, TokenizedDocument> documents = numbered(lengths);

        List<Written> records = pack(new PairPacking(length, PAIR, false, 7), documents);

        assertThat(content(records)).isEqualTo(all(documents));
        assertThat(records).allMatch(written -> written.record().count() <= length);
        assertThat(records).allMatch(written -> written.record().labels()[0] == PairPacking.FOLLOWS);
    }

    @Property(tries = 300)
    void pairs_nextSentence_everyTokenOnceBesideSecondPartsOfOthers(
            @ForAll("documents") List<List<Integer>> lengths,
            @ForAll @IntRange(min = 5, max = 30) int length,
            @ForAll long seed) {
        Map<String, TokenizedDocument> documents = numbered(lengths);

        List<Written> records = pack(new PairPacking(length, PAIR, true, seed), documents);

        List<Integer> own = new ArrayList<>();
        for (Written written : records) {
            TextRecord record = written.record();
            assertThat(record.count()).isLessThanOrEqualTo(length);
            List<Integer> source = ids(Objects.requireNonNull(documents.get(written.source())));
            for (int i = 0; i < record.count(); i++) {
                boolean second = record.has(i, TokenFlags.SECOND_SEGMENT);
                boolean other = second && record.labels()[0] == PairPacking.OTHER;
                if (!record.has(i, TokenFlags.SPECIAL)) {
                    assertThat(source.contains(record.ids()[i])).isEqualTo(!other);
                    if (!other) {
                        own.add(record.ids()[i]);
                    }
                }
            }
        }
        assertThat(own).isEqualTo(all(documents));
        assertThat(pack(new PairPacking(length, PAIR, true, seed), documents)).isEqualTo(records);
    }

    private static List<Integer> ids(TokenizedDocument document) {
        return all(Map.of("", document));
    }

    @Test
    void documents_spanAndTags_standAtTheirPlacesOrNowhere() {
        TokenRun question = new TokenRun(new int[] {10, 11}, new byte[2]);
        TokenRun context = new TokenRun(new int[] {20, 21, 22, 23, 24, 25}, new byte[6]);
        TokenizedDocument answered = new TokenizedDocument(question, context, new TextRecord.Span(4, 5), new int[0]);

        List<Written> records = pack(new DocumentPacking(9, TEMPLATE, TooLong.SPLIT), Map.of("q", answered));

        assertThat(records)
                .extracting(written -> written.record().span())
                .containsExactly(TextRecord.Span.NONE, new TextRecord.Span(4, 5));
        assertThat(records.get(1).record().ids()).containsExactly(1, 10, 11, 2, 24, 25, 2);
        assertThat(records).extracting(Written::source).containsExactly("q@0", "q@1");

        short[] tags = {0, -1, 2, 1, -1, 3};
        TokenizedDocument tagged = new TokenizedDocument(context, null, new TextRecord.Tags(tags), new int[0]);
        records = pack(new DocumentPacking(5, TEMPLATE, TooLong.TRUNCATE), Map.of("t", tagged));
        assertThat(records.get(0).record().tags())
                .containsExactly((short) -1, (short) 0, (short) -1, (short) 2, (short) -1);
    }

    @Property(tries = 100)
    void tokenizedDocument_bytes_comeBack(@ForAll("documents") List<List<Integer>> lengths) {
        numbered(lengths).values().forEach(document -> {
            TokenizedDocument pair = new TokenizedDocument(
                    document.first(), document.first(), new TextRecord.Classes(new int[] {1, 0}), document.sentences());
            assertThat(TokenizedDocument.ofBytes(pair.toBytes())).isEqualTo(pair);
            assertThat(TokenizedDocument.ofBytes(document.toBytes())).isEqualTo(document);
        });
    }

    @Test
    void sentences_punctuation_endsBehindStopsBeforeCapitals() {
        assertThat(SentenceSplitter.PUNCTUATION.split("One, e.g. this. Two! \"Three?\" Four\ngoes on.\n\nfive"))
                .containsExactly("One, e.g. this.", "Two!", "\"Three?\"", "Four goes on.", "five");
        assertThat(SentenceSplitter.LINES.split("a\n\n b \n")).containsExactly("a", "b");
    }
}
