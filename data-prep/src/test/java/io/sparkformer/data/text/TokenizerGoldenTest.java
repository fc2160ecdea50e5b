package io.sparkformer.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.TestFiles;
import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.data.text.Tokenizer.PlacedTokens;
import io.sparkformer.data.text.Tokenizer.WordTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the tokenizers of Hugging Face, as Python runs them. */
class TokenizerGoldenTest {
    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper()
                .readTree(TestFiles.read("/golden/text/tokenizations.json"))
                .get(name);
    }

    private static int[] ints(JsonNode values) {
        int[] ints = new int[values.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = values.get(i).asInt();
        }
        return ints;
    }

    private static int[] flags(TokenRun run, int flag) {
        int[] set = new int[run.length()];
        for (int i = 0; i < set.length; i++) {
            set[i] = (run.flags()[i] & flag) != 0 ? 1 : 0;
        }
        return set;
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "byte-level-bpe", "unigram"})
    void encode_texts_idsWordsAndPlacesAreThoseOfPython(String name) throws IOException {
        Tokenizer tokenizer = TestTokenizers.of(name);
        JsonNode golden = golden(name);

        assertThat(tokenizer.file().vocabulary())
                .isEqualTo(golden.get("vocabulary").asInt());
        for (JsonNode text : golden.get("texts")) {
            PlacedTokens tokens = tokenizer.encodePlaced(text.get("text").asText());
            assertThat(tokens.run().ids()).as("%s", text.get("text")).containsExactly(ints(text.get("ids")));
            for (int i = 0; i < tokens.run().length(); i++) {
                assertThat(List.of(tokens.starts()[i], tokens.ends()[i]))
                        .as("token %d of %s", i, text.get("text"))
                        .containsExactly(
                                text.at("/offsets/" + i + "/0").asInt(),
                                text.at("/offsets/" + i + "/1").asInt());
            }
            // Special tokens of the text itself go on with nothing.
            int[] special = flags(tokens.run(), TokenFlags.SPECIAL);
            int[] continues = ints(text.get("continues"));
            for (int i = 0; i < continues.length; i++) {
                continues[i] &= 1 - special[i];
            }
            assertThat(flags(tokens.run(), TokenFlags.CONTINUES_WORD)).containsExactly(continues);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "byte-level-bpe", "unigram"})
    void encodeWords_lists_areThoseOfPython(String name) throws IOException {
        for (JsonNode list : golden(name).get("words")) {
            List<String> words = new ArrayList<>();
            list.get("words").forEach(word -> words.add(word.asText()));
            WordTokens tokens = TestTokenizers.of(name).encodeWords(words);
            assertThat(tokens.run().ids()).containsExactly(ints(list.get("ids")));
            assertThat(tokens.words()).containsExactly(ints(list.get("word")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "byte-level-bpe", "unigram"})
    void packing_documentsAndPairs_specialTokensAndTruncationAreThoseOfPython(String name) throws IOException {
        Tokenizer tokenizer = TestTokenizers.of(name);
        for (JsonNode text : golden(name).get("framed")) {
            TokenRun run = tokenizer.encode(text.get("text").asText());
            assertFramed(tokenizer, new TokenizedDocument(run, null, new TextRecord.None(), new int[0]), text);
        }
        for (JsonNode pair : golden(name).get("pairs")) {
            TokenRun first = tokenizer.encode(pair.get("first").asText());
            TokenRun second = tokenizer.encode(pair.get("second").asText());
            assertFramed(tokenizer, new TokenizedDocument(first, second, new TextRecord.None(), new int[0]), pair);
        }
    }

    private static void assertFramed(Tokenizer tokenizer, TokenizedDocument document, JsonNode expected)
            throws IOException {
        PackingRules rules = new PackingRules(
                PackingMethod.DOCUMENTS, expected.get("length").asInt(), true, TooLong.TRUNCATE, false, 1);
        List<TextRecord> records = new ArrayList<>();
        rules.packing(tokenizer).add("x", document, (record, source) -> records.add(record));

        assertThat(records).hasSize(1);
        TextRecord record = records.get(0);
        assertThat(record.ids()).as("%s", expected).containsExactly(ints(expected.get("ids")));
        TokenRun run = new TokenRun(record.ids(), record.flags());
        assertThat(flags(run, TokenFlags.SECOND_SEGMENT)).containsExactly(ints(expected.get("types")));
        assertThat(tokenizer.decode(record.ids())).isNotBlank();
    }

    @Test
    void file_specialTokens_areFoundByTheirUsualNames() {
        assertThat(TestTokenizers.of("wordpiece").file().specialTokens())
                .isEqualTo(new SpecialTokens(0, 1, 2, 3, 4, -1, -1));
        assertThat(TestTokenizers.of("byte-level-bpe").file().specialTokens())
                .isEqualTo(new SpecialTokens(1, 3, 0, 2, 4, 0, 2));
        assertThat(TestTokenizers.of("unigram").file().specialTokens())
                .isEqualTo(new SpecialTokens(0, 2, -1, 1, -1, -1, 1));
    }

    @Test
    void of_noTokenizer_saysWhatItIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokenizer.of("{}".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("no model with a vocabulary");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokenizer.of("{".getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("no sound JSON");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Tokenizer.of("{\"model\": {\"type\": \"BPE\", \"dropout\": 0.1, \"vocab\": {\"a\": 0}}}"
                                .getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("model.dropout");
    }

    @Test
    void lexicon_phrasesAndEntities_longestFirstAtWordBoundaries() {
        Tokenizer tokenizer = TestTokenizers.of("wordpiece");
        byte[] phrases = "new york\nnew york city\nun\n".getBytes(StandardCharsets.UTF_8);
        byte[] entities = "york\n".getBytes(StandardCharsets.UTF_8);
        TextUnits units = new TextUnits(Lexicon.of(phrases, tokenizer), Lexicon.of(entities, tokenizer));
        TokenRun words = tokenizer.encode("New York City unbelievable");

        TokenRun marked = units.mark(words);

        int city = tokenizer.encode("new york city").length();
        int york = tokenizer.encode("new").length();
        int behind = tokenizer.encode("new york").length();
        for (int i = 0; i < marked.length(); i++) {
            boolean phrase = (marked.flags()[i] & TokenFlags.CONTINUES_PHRASE) != 0;
            boolean entity = (marked.flags()[i] & TokenFlags.CONTINUES_ENTITY) != 0;
            boolean word = (words.flags()[i] & TokenFlags.CONTINUES_WORD) != 0;
            assertThat(phrase).as("phrase at %d", i).isEqualTo((i > 0 && i < city) || word);
            assertThat(entity).as("entity at %d", i).isEqualTo(phrase && i != york && i != behind);
        }
    }
}
