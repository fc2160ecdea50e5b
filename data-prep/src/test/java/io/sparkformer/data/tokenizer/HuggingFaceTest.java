package io.sparkformer.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Hugging Face library reads what is written, and its tokens are ours. */
class HuggingFaceTest {
    private static final int SIZE = 700;

    @TempDir
    private static Path directory;

    private static List<String> corpus;
    private static List<String> lines;

    @BeforeAll
    static void prepare() throws IOException {
        System.setProperty(
                "DJL_CACHE_DIR", Path.of("target/djl").toAbsolutePath().toString());
        System.setProperty("ai.djl.offline", "true");
        corpus = new ArrayList<>(Files.readAllLines(TokenizerSpecs.GOLDEN.resolve("corpus.txt")));
        lines = new ArrayList<>();
        for (String line : Files.readAllLines(TokenizerSpecs.GOLDEN.resolve("lines.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line).path("text").asText());
        }
        // The first lines are of many scripts, those after them hold characters that nothing is learned of.
        corpus.addAll(lines.subList(0, 20));
        lines.addAll(corpus);
    }

    private static HuggingFaceTokenizer library(TrainedTokenizer tokenizer, boolean special) throws IOException {
        Path file = directory.resolve(TokenizerJson.FILE);
        Files.write(file, TokenizerJson.tokenizer(tokenizer));
        Files.write(directory.resolve(TokenizerJson.CONFIG_FILE), TokenizerJson.config(tokenizer));
        return HuggingFaceTokenizer.builder()
                .optTokenizerPath(file)
                .optTruncation(false)
                .optAddSpecialTokens(special)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "WORDPIECE, false, false", "WORDPIECE, true, true",
        "BPE, false, false", "BPE, true, true",
        "BYTE_LEVEL_BPE, false, false", "BYTE_LEVEL_BPE, true, true",
        "UNIGRAM, false, false", "UNIGRAM, true, true"
    })
    void encode_variedText_givesTheLibrarysTokens(TokenizerType type, boolean lowercase, boolean stripAccents)
            throws IOException {
        TrainedTokenizer tokenizer =
                TokenizerSpecs.train(TokenizerSpecs.of(type, SIZE, lowercase, stripAccents), corpus);
        try (HuggingFaceTokenizer library = library(tokenizer, false)) {
            Random random = new Random(5);
            for (int i = 0; i < 3000; i++) {
                String text = i < lines.size() ? lines.get(i) : mixture(random);
                Encoding expected = library.encode(text, false, false);
                List<Integer> ids = tokenizer.encode(text);
                assertThat(ids.stream().mapToLong(Integer::longValue).toArray())
                        .as(
                                "%s",
                                text.codePoints().mapToObj(Integer::toHexString).toList())
                        .isEqualTo(expected.getIds());
                assertThat(ids.stream().map(tokenizer.vocabulary()::token).toArray(String[]::new))
                        .isEqualTo(
                                type == TokenizerType.UNIGRAM || type == TokenizerType.BPE
                                        ? texts(tokenizer, expected.getIds())
                                        : expected.getTokens());
            }
        }
    }

    /** The library tells unknown text in place of its token. */
    private static String[] texts(TrainedTokenizer tokenizer, long[] ids) {
        String[] texts = new String[ids.length];
        for (int i = 0; i < ids.length; i++) {
            texts[i] = tokenizer.vocabulary().token((int) ids[i]);
        }
        return texts;
    }

    /** Parts of lines, special tokens, and any code points. */
    private static String mixture(Random random) {
        StringBuilder text = new StringBuilder();
        for (int parts = random.nextInt(6); parts >= 0; parts--) {
            String line = lines.get(random.nextInt(lines.size()));
            int start = line.isEmpty() ? 0 : line.offsetByCodePoints(0, random.nextInt(CodePoints.count(line)));
            text.append(line, start, CodePoints.offset(line, start, random.nextInt(10)));
            int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
            if (random.nextInt(4) == 0 && !(codePoint >= 0xD800 && codePoint <= 0xDFFF)) {
                text.appendCodePoint(codePoint);
            }
            if (random.nextInt(10) == 0) {
                text.append(List.of("[MASK]", "<mask>", "<|endoftext|>", "</s>", " [CLS")
                        .get(random.nextInt(5)));
            }
        }
        return text.toString();
    }

    @Test
    void encode_pairForBert_hasItsTemplateAndTypes() throws IOException {
        TrainedTokenizer tokenizer = TokenizerSpecs.train(TokenizerSpecs.of(TokenizerType.WORDPIECE, SIZE), corpus);
        try (HuggingFaceTokenizer library = library(tokenizer, true)) {
            Encoding encoding = library.encode("se", "se se");
            assertThat(encoding.getTokens()).containsExactly("[CLS]", "se", "[SEP]", "se", "se", "[SEP]");
            assertThat(encoding.getTypeIds()).containsExactly(0, 0, 0, 1, 1, 1);
            assertThat(encoding.getIds()[0]).isEqualTo(2);
            assertThat(library.decode(encoding.getIds(), true)).isEqualTo("se se se");
        }
    }

    @Test
    void encode_pairForRoberta_hasItsTemplate() throws IOException {
        TrainedTokenizer tokenizer = TokenizerSpecs.train(TokenizerSpecs.of(TokenizerType.UNIGRAM, SIZE), corpus);
        try (HuggingFaceTokenizer library = library(tokenizer, true)) {
            Encoding encoding = library.encode("se", "se");
            assertThat(encoding.getTokens()).containsExactly("<s>", "▁se", "</s>", "</s>", "▁se", "</s>");
            assertThat(encoding.getTypeIds()).containsOnly(0);
        }
    }

    @Test
    void decode_byteLevel_givesTheTextBack() throws IOException {
        TrainedTokenizer tokenizer =
                TokenizerSpecs.train(TokenizerSpecs.of(TokenizerType.BYTE_LEVEL_BPE, SIZE), corpus);
        try (HuggingFaceTokenizer library = library(tokenizer, true)) {
            String text = "Any text, 你好 😀  with\tall of it";
            long[] ids = tokenizer.encode(text).stream()
                    .mapToLong(Integer::longValue)
                    .toArray();
            assertThat(library.decode(ids)).isEqualTo(text);
        }
    }

    @Test
    void config_ofEachType_namesTheRolesOfSpecialTokens() {
        assertThat(config(TokenizerType.WORDPIECE))
                .contains("\"cls_token\" : \"[CLS]\"", "\"unk_token\" : \"[UNK]\"", "\"model_max_length\" : 512");
        assertThat(config(TokenizerType.BYTE_LEVEL_BPE))
                .contains("\"eos_token\" : \"<|endoftext|>\"")
                .doesNotContain("mask_token");
    }

    private static String config(TokenizerType type) {
        return new String(
                TokenizerJson.config(TokenizerSpecs.train(TokenizerSpecs.of(type, SIZE), corpus)),
                StandardCharsets.UTF_8);
    }
}
