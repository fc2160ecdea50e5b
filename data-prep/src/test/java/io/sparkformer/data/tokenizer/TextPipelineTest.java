package io.sparkformer.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.words.ByteLevelWords;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextPipelineTest {
    private static List<String> words(TokenizerSpec spec, String line) {
        List<String> words = new ArrayList<>();
        spec.pipeline()
                .words(line, word -> words.add(spec.pipeline().preTokenizer().symbols(word)));
        return words;
    }

    /** The lines hold every kind of white space, controls, marks, scripts, and code points of all planes. */
    @ParameterizedTest
    @EnumSource
    void words_goldenLines_areThoseOfTheLibrary(TokenizerType type) throws IOException {
        // Both kinds of SentencePiece's have the same words.
        String name = (type == TokenizerType.BPE ? TokenizerType.UNIGRAM : type)
                .name()
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
        for (String line : Files.readAllLines(TokenizerSpecs.GOLDEN.resolve("lines.jsonl"))) {
            JsonNode golden = new ObjectMapper().readTree(line);
            String text = golden.path("text").asText();
            for (boolean lowercase : new boolean[] {false, true}) {
                for (boolean strip : new boolean[] {false, true}) {
                    TokenizerSpec spec = TokenizerSpecs.of(type, 1000, lowercase, strip);
                    List<String> expected = new ArrayList<>();
                    golden.path("words")
                            .path(name + " " + lowercase + " " + strip)
                            .forEach(word -> expected.add(word.asText()));
                    assertThat(words(spec, text)).as("%s of %s", spec, line).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void words_spacesBeforeWords_areLeftToTheWordAsGpt2Does() {
        TokenizerSpec spec = TokenizerSpecs.of(TokenizerType.BYTE_LEVEL_BPE, 1000);
        assertThat(words(spec, "it's  a  ")).containsExactly("it", "'s", "Ġ", "Ġa", "ĠĠ");
    }

    @Test
    void characters_everyByte_hasAVisibleSymbolOfItsOwn() {
        char[] symbols = ByteLevelWords.alphabet();
        assertThat(new String(symbols).chars().distinct().count()).isEqualTo(256);
        assertThat(symbols[' ']).isEqualTo('Ġ');
        assertThat(symbols['A']).isEqualTo('A');
    }
}
