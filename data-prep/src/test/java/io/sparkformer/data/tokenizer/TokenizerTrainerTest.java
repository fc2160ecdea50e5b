package io.sparkformer.data.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenizerTrainerTest {
    private static final int SIZE = 400;

    private static List<String> corpus() throws IOException {
        return Files.readAllLines(TokenizerSpecs.GOLDEN.resolve("corpus.txt"));
    }

    private static JsonNode golden(TokenizerType type) throws IOException {
        String name = type.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new ObjectMapper()
                .readTree(TokenizerSpecs.GOLDEN.resolve("trained.json").toFile())
                .path(name);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static long tokens(TrainedTokenizer tokenizer, List<String> lines) {
        return lines.stream().mapToLong(line -> tokenizer.encode(line).size()).sum();
    }

    @ParameterizedTest
    @EnumSource(names = {"BPE", "BYTE_LEVEL_BPE"})
    void train_goldenCorpus_learnsWhatTheLibraryLearns(TokenizerType type) throws IOException {
        TrainedTokenizer tokenizer = TokenizerSpecs.train(TokenizerSpecs.of(type, SIZE), corpus());
        JsonNode golden = golden(type);
        assertThat(tokenizer.vocabulary().tokens()).isEqualTo(texts(golden.path("vocabulary")));
        JsonNode model =
                new ObjectMapper().readTree(TokenizerJson.tokenizer(tokenizer)).path("model");
        assertThat((Iterable<JsonNode>) model.path("merges")).isEqualTo(golden.path("merges"));
        assertThat(tokens(tokenizer, corpus())).isEqualTo(golden.path("tokens").asLong());
    }

    /** The library numbers the characters inside words in an order of its own, by which it breaks ties. */
    @Test
    void train_goldenCorpusForWordPiece_differsOnlyByTies() throws IOException {
        TrainedTokenizer tokenizer = TokenizerSpecs.train(TokenizerSpecs.of(TokenizerType.WORDPIECE, SIZE), corpus());
        JsonNode golden = golden(TokenizerType.WORDPIECE);
        Set<String> shared = new HashSet<>(tokenizer.vocabulary().tokens());
        shared.retainAll(texts(golden.path("vocabulary")));
        assertThat(shared).hasSizeGreaterThan(SIZE * 97 / 100);
        assertThat((double) tokens(tokenizer, corpus()) / golden.path("tokens").asLong())
                .isBetween(0.99, 1.01);
    }

    /** The library's seeds ignore how often a word was seen: ours fit the text at least as well. */
    @Test
    void train_goldenCorpusForUnigram_needsNoMoreTokens() throws IOException {
        TrainedTokenizer tokenizer = TokenizerSpecs.train(TokenizerSpecs.of(TokenizerType.UNIGRAM, SIZE), corpus());
        JsonNode golden = golden(TokenizerType.UNIGRAM);
        Set<String> shared = new HashSet<>(tokenizer.vocabulary().tokens());
        shared.retainAll(texts(golden.path("vocabulary")));
        assertThat(shared).hasSizeGreaterThan(SIZE / 2);
        assertThat(tokens(tokenizer, corpus())).isLessThan(golden.path("tokens").asLong() * 101 / 100);
    }

    @ParameterizedTest
    @EnumSource
    void train_anyOrderAndDivisionOfLines_sameBytes(TokenizerType type) throws IOException {
        TokenizerSpec spec = TokenizerSpecs.of(type, SIZE);
        byte[] expected = TokenizerJson.tokenizer(TokenizerSpecs.train(spec, corpus()));
        List<String> shuffled = new ArrayList<>(corpus());
        Collections.shuffle(shuffled, new Random(3));
        assertThat(TokenizerJson.tokenizer(TokenizerSpecs.train(spec, shuffled)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void train_anyType_fillsTheVocabularyAndBeginsWithSpecialTokens(TokenizerType type) throws IOException {
        TokenizerSpec spec = TokenizerSpecs.of(type, SIZE);
        Vocabulary vocabulary = TokenizerSpecs.train(spec, corpus()).vocabulary();
        assertThat(vocabulary.size()).isEqualTo(SIZE);
        assertThat(vocabulary.tokens().subList(0, spec.specialTokens().size())).isEqualTo(spec.specialTokens());
        assertThat(vocabulary.tokens()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void train_noWords_refused(TokenizerType type) {
        assertThatThrownBy(() -> TokenizerSpecs.train(TokenizerSpecs.of(type, SIZE), List.of("", "")))
                .isInstanceOf(TokenizerTrainingException.class)
                .hasMessage("The text has no words");
    }

    @ParameterizedTest
    @EnumSource
    void train_tooLittleText_refusedWithWhatThereIs(TokenizerType type) {
        assertThatThrownBy(() -> TokenizerSpecs.train(TokenizerSpecs.of(type, 1000), List.of("low lower lowest")))
                .isInstanceOf(TokenizerTrainingException.class)
                .hasMessageMatching("tokenizer.vocabulary-size = 1000 is too large: the text gives only \\d+ tokens");
    }

    @ParameterizedTest
    @EnumSource(names = {"WORDPIECE", "BPE", "UNIGRAM"})
    void train_moreCharactersThanTokens_refused(TokenizerType type) {
        assertThatThrownBy(() -> TokenizerSpecs.train(TokenizerSpecs.of(type, 10), List.of("abcdefghijklmn")))
                .isInstanceOf(TokenizerTrainingException.class)
                .hasMessageContaining("tokenizer.vocabulary-size = 10 is too small")
                .satisfies(refused -> assertThat(((TokenizerTrainingException) refused).remedy())
                        .contains("tokenizer.alphabet-limit"));
    }

    @Test
    void counter_longWords_areCutOrLeftOut() {
        String line = "😀".repeat(101) + " short";
        WordCounts cut = TokenizerSpecs.count(TokenizerSpecs.of(TokenizerType.BYTE_LEVEL_BPE, SIZE), List.of(line));
        assertThat(cut.size()).isEqualTo(3);
        WordCounter counter = new WordCounter(TokenizerSpecs.of(TokenizerType.WORDPIECE, SIZE), 10);
        counter.add(line);
        assertThat(counter.leftOut()).isEqualTo(1);
    }

    @Test
    void tokensPerWord_mostFrequentWords_countAsOftenAsTheyWereSeen() {
        TokenizerSpec spec = TokenizerSpecs.of(TokenizerType.WORDPIECE, 12);
        List<String> lines = List.of("ab ab ab ab", "ab ba", "cc");
        TrainedTokenizer tokenizer = TokenizerSpecs.train(spec, lines);
        WordCounts words = TokenizerSpecs.count(spec, List.of("ab ab", "x"));
        assertThat(TokensPerWord.of(tokenizer, words, 10)).isEqualTo(new TokensPerWord(3, 3, 1));
        assertThat(TokensPerWord.of(tokenizer, words, 1)).isEqualTo(new TokensPerWord(2, 2, 0));
    }
}
