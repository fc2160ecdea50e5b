package io.sparkformer.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.data.source.Mutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files are refused, or are tokenizers: of some the native library would end the process. */
class TokenizerDamageTest {
    private static final Path FILES = Path.of("src/test/resources/tokenizers");

    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "byte-level-bpe", "unigram"})
    void of_changedFiles_refusesThemOrEncodes(String name) throws IOException {
        byte[] sound = Files.readAllBytes(FILES.resolve(name + ".json"));
        Random random = new Random(4);
        int refused = 0;
        for (int round = 0; round < 200; round++) {
            byte[] changed = Mutation.of(sound, random);
            Tokenizer tokenizer;
            try {
                tokenizer = Tokenizer.of(changed);
            } catch (IllegalArgumentException unusable) {
                assertThat(unusable.getMessage()).isNotBlank();
                refused++;
                continue;
            }
            assertThat(tokenizer.encode("The quick brown fox, 123 ünïcode!").ids())
                    .isNotNull();
        }
        assertThat(refused).isBetween(50, 199);
    }

    @Test
    void of_templateOfAnUnknownToken_namesIt() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode file =
                (ObjectNode) mapper.readTree(FILES.resolve("wordpiece.json").toFile());
        JsonNode removed = ((ObjectNode) file.at("/post_processor/special_tokens")).remove("[SEP]");
        assertThat(removed).isNotNull();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokenizer.of(mapper.writeValueAsBytes(file)))
                .withMessageContaining("post_processor.single has the token [SEP]");
    }

    @Test
    void of_piecesWithoutUnknown_saysSo() throws IOException {
        String sound = Files.readString(FILES.resolve("unigram.json"));
        String changed = sound.replaceFirst("\"unk_id\":\\s*\\d+", "\"unk_id\": null");
        assertThat(changed).isNotEqualTo(sound);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokenizer.of(changed.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("model.unk_id is null");
    }
}
