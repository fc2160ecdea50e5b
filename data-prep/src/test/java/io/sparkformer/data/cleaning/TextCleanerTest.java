package io.sparkformer.data.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.JRE.JAVA_17;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.TestFiles;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCleanerTest {
    private static String clean(ControlCharacters controls, UnicodeForm form, WhiteSpace whiteSpace, String text) {
        return new TextCleaner(controls, form, whiteSpace).clean(text);
    }

    private static String white(WhiteSpace whiteSpace, String text) {
        return clean(ControlCharacters.KEEP, UnicodeForm.NONE, whiteSpace, text);
    }

    @Test
    void clean_forms_areThoseOfPython() throws IOException {
        int changed = 0;
        for (JsonNode golden : new ObjectMapper().readTree(TestFiles.read("/golden/cleaning/normalization.json"))) {
            String text = golden.get("text").asText();
            assertThat(UnicodeForm.NFC.apply(text)).isEqualTo(golden.get("nfc").asText());
            assertThat(UnicodeForm.NFKC.apply(text))
                    .isEqualTo(golden.get("nfkc").asText());
            changed += UnicodeForm.NFC.apply(text).equals(text) ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(100);
    }

    @Test
    void clean_charactersOfNewerUnicode_stayAndSeparate() {
        // U+1E4EC (Unicode 15) is a mark in newer versions, which would change places with the dot below, of a lower
        // class.
        String text = "e\ud839\udcec\u0323 \ufb01";
        assertThat(UnicodeForm.NFKC.apply(text)).isEqualTo("e\ud839\udcec\u0323 fi");
        assertThat(UnicodeForm.NFC.apply("e\u0301\ud839\udcece\u0301")).isEqualTo("\u00e9\ud839\udcec\u00e9");
    }

    /** The table was made by Perl. */
    @Test
    @EnabledOnJre(JAVA_17)
    void unicodeClasses_onJava17_areJavas() {
        for (int code = 0; code <= Character.MAX_CODE_POINT; code++) {
            int type = Character.getType(code);
            boolean mark = type == Character.NON_SPACING_MARK
                    || type == Character.ENCLOSING_MARK
                    || type == Character.COMBINING_SPACING_MARK;
            assertThat(UnicodeClasses.is(code, UnicodeClasses.ASSIGNED)).isEqualTo(type != Character.UNASSIGNED);
            assertThat(UnicodeClasses.is(code, UnicodeClasses.LETTER)).isEqualTo(Character.isLetter(code) || mark);
            boolean control = UnicodeClasses.is(code, UnicodeClasses.CONTROL) && type == Character.CONTROL;
            assertThat(control || (code < 0x100 && UnicodeClasses.is(code, UnicodeClasses.WHITE)))
                    .as("%x", code)
                    .isEqualTo(type == Character.CONTROL || code == ' ' || code == '\u00a0');
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'  a \t b  \r\n c ', 'a b\nc', 'a b c'",
        "'a\n\n\n\nb\n', 'a\n\nb', 'a b'",
        "'a\r\rb\r\n\r\nc\r\nd', 'a\n\nb\n\nc\nd', 'a b c d'",
        "'\u3000\u00a0x\u2028y\u0085z\u2029', 'x\ny\nz', 'x y z'",
        "' ', '', ''",
        "'', '', ''",
    })
    void clean_whiteSpace_linesAreKeptOrNot(String text, String lines, String collapsed) {
        assertThat(white(WhiteSpace.LINES, text)).isEqualTo(lines);
        assertThat(white(WhiteSpace.COLLAPSE, text)).isEqualTo(collapsed);
        assertThat(white(WhiteSpace.KEEP, text)).isEqualTo(text);
    }

    @Test
    void clean_controlCharacters_goButWhiteSpaceAndJoinersStay() {
        String text = "a\u0000\u0007\tb\u200b\u202e\ufeffc\n\u0001\u0627\u200c\u0628\u007f";
        assertThat(clean(ControlCharacters.REMOVE, UnicodeForm.NONE, WhiteSpace.KEEP, text))
                .isEqualTo("a\tbc\n\u0627\u200c\u0628");
        assertThat(clean(ControlCharacters.KEEP, UnicodeForm.NFC, WhiteSpace.KEEP, text))
                .isEqualTo(text);
        assertThat(clean(ControlCharacters.REMOVE, UnicodeForm.NFC, WhiteSpace.KEEP, "e\u200b\u0301"))
                .isEqualTo("\u00e9");
    }

    @Property
    void clean_cleanedText_staysAsItIs(@ForAll String text, @ForAll UnicodeForm form, @ForAll WhiteSpace whiteSpace) {
        TextCleaner cleaner = new TextCleaner(ControlCharacters.REMOVE, form, whiteSpace);
        String once = cleaner.clean(text);
        assertThat(cleaner.clean(once)).isEqualTo(once);
    }
}
