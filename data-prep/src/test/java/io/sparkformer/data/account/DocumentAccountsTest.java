package io.sparkformer.data.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DocumentAccountsTest {
    private static void count(DocumentAccounts accounts, int document) {
        String file = "corpus/" + document % 3;
        switch (document % 5) {
            case 0 -> accounts.rejected(file, "TOO_LONG");
            case 1 -> accounts.removed(file, "DUPLICATE", new Example(-document * 7919L % 101, "d" + document, "x"));
            default -> accounts.written(file, document, document / 4, document % 2 == 0 ? "en" : "");
        }
    }

    private static DataCard card(DocumentAccounts accounts, Map<String, String> configuration) {
        return new DataCard(
                DataCard.FORMAT_VERSION,
                "1",
                2,
                0,
                3,
                1000,
                new TreeMap<>(Map.of("read", 100L)),
                accounts.rejected(),
                accounts.removed(),
                accounts.examples(),
                accounts.characters().ranges(),
                accounts.tokens().ranges(),
                accounts.languages(),
                List.of(new DataCard.Split("train", 60, 70, Map.of("b", 30L, "a", 40L))),
                new TreeMap<>(configuration));
    }

    @Test
    void add_anyOrderAndDivision_sameSums() {
        List<Integer> documents = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            documents.add(i);
        }
        DocumentAccounts whole = new DocumentAccounts();
        documents.forEach(document -> count(whole, document));
        Collections.shuffle(documents, new Random(1));
        DocumentAccounts merged = new DocumentAccounts();
        for (List<Integer> part :
                List.of(documents.subList(0, 37), documents.subList(37, 38), documents.subList(38, 100))) {
            DocumentAccounts accounts = new DocumentAccounts();
            part.forEach(document -> count(accounts, document));
            merged.add(accounts);
        }

        assertThat(card(merged, Map.of()).toJson())
                .isEqualTo(card(whole, Map.of()).toJson());
        assertThat(merged.files()).isEqualTo(whole.files());
        assertThat(whole.files()).extracting(FileAccount::read).containsExactly(34L, 33L, 33L);
        assertThat(whole.removed()).isEqualTo(Map.of("DUPLICATE", 20L));
        assertThat(whole.rejected()).isEqualTo(Map.of("TOO_LONG", 20L));
        List<Long> hashes = new ArrayList<>();
        for (int document = 1; document < 100; document += 5) {
            hashes.add(-document * 7919L % 101);
        }
        Collections.sort(hashes);
        assertThat(whole.examples().get("DUPLICATE"))
                .extracting(Example::hash)
                .containsExactlyElementsOf(hashes.subList(0, 5));
    }

    @Test
    void of_cardAndFiles_goesOnAsIfItHadNeverStopped() {
        DocumentAccounts whole = new DocumentAccounts();
        DocumentAccounts first = new DocumentAccounts();
        DocumentAccounts second = new DocumentAccounts();
        for (int document = 0; document < 100; document++) {
            count(whole, document);
            count(document < 60 ? first : second, document);
        }
        DataCard written = DataCard.fromJson(card(first, Map.of("a.b", "c")).toJson());
        assertThat(written).isEqualTo(card(first, Map.of("a.b", "c")));
        DocumentAccounts resumed =
                DocumentAccounts.of(written, FileAccount.fromJsonLines(FileAccount.toJsonLines(first.files())));
        resumed.add(second);
        assertThat(card(resumed, Map.of()).toJson())
                .isEqualTo(card(whole, Map.of()).toJson());
        assertThat(resumed.files()).isEqualTo(whole.files());
    }

    @Test
    void ranges_lengths_eachTwiceAsWide() {
        LengthCounts lengths = new LengthCounts();
        for (int length : new int[] {0, 1, 2, 3, 4, 7, 8, Integer.MAX_VALUE}) {
            lengths.add(length);
        }
        assertThat(lengths.ranges())
                .hasSize(32)
                .startsWith(
                        new LengthCounts.Range(0, 0, 1),
                        new LengthCounts.Range(1, 1, 1),
                        new LengthCounts.Range(2, 3, 2),
                        new LengthCounts.Range(4, 7, 2),
                        new LengthCounts.Range(8, 15, 1))
                .endsWith(new LengthCounts.Range(1 << 30, Integer.MAX_VALUE, 1));
        assertThat(new LengthCounts().ranges()).isEmpty();
    }

    @Test
    void account_numbersThatDoNotAddUp_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileAccount(
                        "x", 4, 1, new TreeMap<>(Map.of("TOO_LONG", 1L)), new TreeMap<>(Map.of("DUPLICATE", 1L))))
                .withMessageContaining("x")
                .withMessageContaining("read 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DataCard.fromJson("{\"formatVersion\": 2}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
