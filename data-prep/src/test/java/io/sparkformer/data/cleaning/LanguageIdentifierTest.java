package io.sparkformer.data.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.TestFiles;
import io.sparkformer.data.text.TextDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.junit.jupiter.api.Test;

/** Against Apache OpenNLP itself, and against the languages that texts are in. */
class LanguageIdentifierTest {
    private final LanguageIdentifier identifier = new LanguageIdentifier();

    private static JsonNode texts() throws IOException {
        return new ObjectMapper().readTree(TestFiles.read("/golden/cleaning/languages.json"));
    }

    private static LanguageDetectorME library() throws IOException {
        String file = "/" + LanguageIdentifier.MODEL + ".bin";
        try (InputStream in = Objects.requireNonNull(LanguageIdentifierTest.class.getResourceAsStream(file))) {
            return new LanguageDetectorME(new LanguageDetectorModel(in));
        }
    }

    @Test
    void identify_textsOfManyLanguages_allButIndonesianAndMalay() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (JsonNode text : texts()) {
            String language = identifier.identify(text.get("text").asText());
            if (!language.equals(text.get("code").asText())) {
                wrong.add(text.get("code").asText() + " as " + language);
            }
        }
        assertThat(wrong).containsExactly("ind as msa");
        assertThat(LanguageIdentifier.languages()).hasSize(103).contains("eng", "deu", "cmn");
    }

    @Test
    void identify_plainTexts_languageAndConfidenceAreTheLibrarys() throws IOException {
        LanguageDetectorME library = library();
        Random random = new Random(1);
        for (JsonNode text : texts()) {
            String whole = text.get("text").asText();
            String part = whole.substring(0, Math.min(whole.length(), 30 + random.nextInt(100)));
            for (String piece : List.of(whole, part, part + " " + whole, "  " + part + "  123 ")) {
                Language expected = library.predictLanguage(piece);
                assertThat(identifier.identify(piece)).as(piece).isEqualTo(expected.getLang());
                assertThat(identifier.identifyByAll(piece)).as(piece).isEqualTo(expected.getLang());
                assertThat(identifier.confidence()).as(piece).isCloseTo(expected.getConfidence(), within(0.02));
            }
        }
    }

    /** Texts that begin anywhere in an article. */
    @Test
    void identify_longTexts_theBeginningTellsWhatAllOfItDoes() throws IOException {
        Random random = new Random(2);
        for (JsonNode text : texts()) {
            String whole = text.get("text").asText();
            for (int turn = 0; turn < 20; turn++) {
                int begin = random.nextInt(whole.length());
                String turned = whole.substring(begin) + " " + whole.substring(0, begin);
                assertThat(identifier.identify(turned + " " + turned))
                        .isEqualTo(identifier.identifyByAll(turned + " " + turned));
            }
        }
    }

    @Test
    void identify_addressesAndNumbers_saySoLittleAsSpaces() {
        String plain = "Alle Menschen sind frei geboren";
        identifier.identifyByAll(plain);
        double confidence = identifier.confidence();
        for (String other : List.of(
                "Alle https://example.org/the/English/words Menschen sind frei geboren",
                "#hashtag Alle Menschen someone@example.org sind 1234 frei geboren",
                "ALLE\tMenschen \ud83d\ude00 sind  frei  geboren 99")) {
            assertThat(identifier.identifyByAll(other)).isEqualTo("deu");
            assertThat(identifier.confidence()).as(other).isEqualTo(confidence);
        }
    }

    @Test
    void identify_longText_theFirstCharactersDecide() {
        String english = "all human beings are born free and equal in dignity and rights ".repeat(40);
        String german = "alle Menschen sind frei und gleich an Würde und Rechten geboren ".repeat(400);
        assertThat(english).hasSizeGreaterThan(LanguageIdentifier.MOST_CHARACTERS);
        assertThat(identifier.identify(english + german)).isEqualTo("eng");
        assertThat(identifier.identify(german + english)).isEqualTo("deu");
        assertThat(identifier.identifyByAll("")).isIn(LanguageIdentifier.languages());
        assertThat(identifier.confidence()).isLessThan(0.05);
    }

    @Test
    void clean_languages_othersAreLeftOutAndCounted() {
        LanguageRules english = new LanguageRules(false, Set.of("eng"), 0);
        assertThat(cleaned(english, "all human beings are born free")).isInstanceOf(Cleaned.Kept.class);
        assertThat(cleaned(english, "alle Menschen sind frei und gleich geboren"))
                .isEqualTo(new Cleaned.Removed(Filter.OTHER_LANGUAGE, "alle Menschen sind frei und gleich geboren"));
        LanguageRules sure = new LanguageRules(false, english.keep(), 0.9);
        assertThat(cleaned(sure, "all human beings are born free")).isInstanceOf(Cleaned.Removed.class);
        LanguageRules counted = new LanguageRules(true, Set.of(), 0);
        assertThat(cleaned(counted, "alle Menschen sind frei und gleich geboren"))
                .isInstanceOfSatisfying(
                        Cleaned.Kept.class, kept -> assertThat(kept.language()).isEqualTo("deu"));
    }

    private static Cleaned cleaned(LanguageRules languages, String text) {
        CleaningRules none = CleaningRules.NONE;
        CleaningRules rules = new CleaningRules(
                none.controls(), none.unicode(), none.whiteSpace(), none.length(), 0, null, languages, false);
        return new DocumentCleaner(rules).clean(TextDocument.of(text));
    }
}
