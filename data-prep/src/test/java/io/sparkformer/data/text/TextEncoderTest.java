package io.sparkformer.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.data.TestFiles;
import io.sparkformer.data.tokenizer.TokenizerType;
import io.sparkformer.data.tokenizer.TrainedFiles;
import io.sparkformer.data.words.Gpt4Words;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our encoder beside Hugging Face's library, which says what is right. */
class TextEncoderTest {
    private static final int TEXTS = 5_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static void assertSameAsLibrary(Tokenizer tokenizer, long seed) {
        assertThat(tokenizer.engine()).isEqualTo("Sparkformer's encoder");
        TextEncoder encoder = tokenizer.encoder();
        MixedText texts = new MixedText(seed);
        for (int i = 0; i < TEXTS; i++) {
            String text = texts.next();
            assertThat(encoder.encode(text))
                    .as(
                            "text %s, code points %s",
                            i, text.codePoints().mapToObj(Integer::toHexString).toList())
                    .isEqualTo(tokenizer.encode(text));
        }
    }

    private static Tokenizer changed(String name, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) MAPPER.readTree(TestFiles.read("/tokenizers/" + name + ".json"));
        change.accept(json);
        return Tokenizer.of(MAPPER.writeValueAsBytes(json));
    }

    @ParameterizedTest
    @CsvSource({
        "WORDPIECE, false, false",
        "WORDPIECE, true, true",
        "WORDPIECE, true, false",
        "WORDPIECE, false, true",
        "BYTE_LEVEL_BPE, false, false",
        "BYTE_LEVEL_BPE, true, true"
    })
    void encode_trainedTokenizer_givesTheLibrarysTokens(TokenizerType type, boolean lowercase, boolean stripAccents)
            throws IOException {
        byte[] file = TrainedFiles.train(type, 2_000, lowercase, stripAccents, MixedText.corpus());
        assertSameAsLibrary(Tokenizer.of(file), 11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "byte-level-bpe"})
    void encode_smallVocabulary_givesTheLibrarysTokens(String name) {
        assertSameAsLibrary(TestTokenizers.of(name), 12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void encode_wordsOfGpt4_givesTheLibrarysTokens(int digits) throws IOException {
        Tokenizer tokenizer = changed("byte-level-bpe", json -> {
            ArrayNode steps =
                    json.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
            ObjectNode split = steps.addObject().put("type", "Split");
            split.putObject("pattern").put("Regex", new Gpt4Words(digits).regex());
            split.put("behavior", "Isolated").put("invert", false);
            steps.addObject()
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", true)
                    .put("use_regex", false);
            json.putObject("normalizer").put("type", "NFC");
        });
        assertSameAsLibrary(tokenizer, 13);
    }

    @Test
    void encode_spaceFirstAndWholeWords_givesTheLibrarysTokens() throws IOException {
        Tokenizer tokenizer = changed("byte-level-bpe", json -> {
            ((ObjectNode) json.path("pre_tokenizer")).put("add_prefix_space", true);
            ((ObjectNode) json.path("model")).put("ignore_merges", true);
            // Words that no merges make.
            ObjectNode vocabulary = (ObjectNode) json.path("model").path("vocab");
            for (String word : List.of("Ġthe", "Zz", "ĠĠ", "Ã©", "3456")) {
                if (!vocabulary.has(word)) {
                    vocabulary.put(word, vocabulary.size() + 5);
                }
            }
        });
        assertSameAsLibrary(tokenizer, 14);
    }

    @Test
    void encode_addedTokensThatAreNormalized_givesTheLibrarysTokens() throws IOException {
        Tokenizer tokenizer = changed("byte-level-bpe", json -> {
            json.putObject("normalizer").put("type", "NFC");
            int id = 1000;
            for (String content : List.of("  ", "e\u0301", "Zz")) {
                ((ArrayNode) json.path("added_tokens")).add(added(id++, content));
            }
        });
        assertSameAsLibrary(tokenizer, 15);
    }

    private static JsonNode added(int id, String content) {
        return MAPPER.createObjectNode()
                .put("id", id)
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", true)
                .put("special", false);
    }

    @Test
    void engine_whatOnlyTheLibraryCanDo_isSaid() throws IOException {
        assertThat(TestTokenizers.of("unigram").engine())
                .isEqualTo("Hugging Face's library, since its model is Unigram");
        assertThat(changed("wordpiece", json -> json.putObject("normalizer").put("type", "Lowercase"))
                        .engine())
                .endsWith("since its normalizer has type = Lowercase");
        assertThat(changed("wordpiece", json -> ((ArrayNode) json.path("added_tokens")).add(added(500, "zz")))
                        .engine())
                .endsWith("since its added token \"zz\" is looked for after normalization");
    }
}
