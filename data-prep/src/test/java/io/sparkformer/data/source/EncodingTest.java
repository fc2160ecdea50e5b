package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
    private static final String GERMAN = """
            Alle Menschen sind frei und gleich an Würde und Rechten geboren.
            Sie sollen einander im Geist der Brüderlichkeit begegnen.
            """;
    private static final String POLISH = """
            Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i praw.
            Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.
            """;
    private static final String RUSSIAN = """
            Все люди рождаются свободными и равными в своем достоинстве и правах.
            Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.
            """;
    private static final String ARABIC = """
            يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.
            وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.
            """;
    private static final String JAPANESE = """
            すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。
            人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。
            """;
    private static final String KOREAN = """
            모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.
            인간은 천부적으로 이성과 양심을 부여받았으며 서로 형제애의 정신으로 행동하여야 한다.
            """;

    @TempDir
    Path directory;

    private List<String> read(String encoding, byte[] content, long unit) throws IOException {
        Path file = Files.write(directory.resolve("x.txt"), content);
        return TextReading.of("lines", 1 << 16).in(encoding).byUnitsOf(unit).describe(file);
    }

    private static List<String> texts(List<String> documents) {
        return documents.stream()
                .map(document -> document.substring(document.indexOf('=') + 1))
                .toList();
    }

    private static byte[] bytes(String mark, String text, String encoding) {
        return (mark + text).getBytes(Charset.forName(encoding));
    }

    @ParameterizedTest
    @CsvSource({
        "german, iso-8859-1",
        "german, windows-1252",
        "polish, iso-8859-2",
        "polish, windows-1250",
        "russian, windows-1251",
        "russian, koi8-r",
        "arabic, windows-1256",
        "japanese, shift_jis",
        "japanese, euc-jp",
        "japanese, iso-2022-jp",
        "korean, euc-kr",
        "german, utf-16le",
        "german, utf-16be",
        "russian, utf-32le",
        "russian, utf-32be",
        "german, utf-8"
    })
    void auto_withoutMark_detectedAndNamedTheSame(String language, String encoding) throws IOException {
        String text = switch (language) {
            case "polish" -> POLISH;
            case "russian" -> RUSSIAN;
            case "arabic" -> ARABIC;
            case "japanese" -> JAPANESE;
            case "korean" -> KOREAN;
            default -> GERMAN;
        };
        List<String> lines = text.lines().toList();
        byte[] content = bytes("", text, encoding);
        for (long unit : new long[] {1 << 20, 50, 7}) {
            assertThat(texts(read("auto", content, unit))).isEqualTo(lines);
            assertThat(read(encoding, content, unit)).isEqualTo(read("auto", content, unit));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be"})
    void auto_byteOrderMark_tells(String encoding) throws IOException {
        for (String text : List.of(GERMAN, JAPANESE, "a\n\nb\n")) {
            byte[] content = bytes("\ufeff", text, encoding);
            for (long unit : new long[] {1 << 20, 9}) {
                assertThat(texts(read("auto", content, unit)))
                        .isEqualTo(text.lines().filter(line -> !line.isBlank()).toList());
            }
        }
    }

    @Test
    void utf16_places_areThoseOfTheTextAsUtf8() throws IOException {
        assertThat(read("utf-16", bytes("", "ä\r\nb\n", "utf-16"), 1 << 20)).containsExactly("0=ä", "4=b");
    }

    @Test
    void utf16_halfCharacters_costTheirLine() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(bytes("", "one\n", "utf-16le"));
        content.writeBytes(new byte[] {'a', 0, 0, (byte) 0xD8, 'b', 0, '\n', 0});
        content.writeBytes(bytes("", "three\nfo", "utf-16le"));
        content.write('u');
        assertThat(read("utf-16le", content.toByteArray(), 1 << 20))
                .map(text -> text.replaceFirst("^\\d+", ""))
                .containsExactly("=one", "!INVALID_ENCODING", "=three", "!INVALID_ENCODING");
    }

    @Test
    void named_bytesThatMeanNothing_costTheirLine() throws IOException {
        byte[] content = {'a', '\n', (byte) 0x81, (byte) 0xFF, '\n', 'c'};
        assertThat(read("shift_jis", content, 2)).containsExactly("0=a", "2!INVALID_ENCODING", "5=c");
        assertThat(read("utf-8", content, 2)).containsExactly("0=a", "2!INVALID_UTF8", "5=c");
    }

    @Test
    void auto_whatCannotBeTold_isRejectedOnce() throws IOException {
        byte[] noise = new byte[3000];
        new Random(3).nextBytes(noise);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = noise[i] == 0 ? 1 : noise[i];
        }
        assertThat(read("auto", noise, 500)).containsExactly("x.txt!UNKNOWN_ENCODING");
        noise[5] = 0;
        assertThat(read("auto", noise, 500)).containsExactly("x.txt!UNKNOWN_ENCODING");
        assertThat(read("utf-8", noise, 500)).containsExactly("x.txt!NOT_TEXT");
    }

    @Test
    void auto_characterAcrossTheBeginningsEnd_isNoFault() throws IOException {
        String text = "a" + "ä".repeat(1 << 15) + "\nb\n";
        assertThat(read("auto", text.getBytes(StandardCharsets.UTF_8), 1 << 20)).hasSize(2);
    }

    @Test
    void encoding_unknown_isRefused() {
        assertThatThrownBy(() -> new TextEncoding("utf-9")).hasMessageContaining("prepare-text.encoding = utf-9");
        assertThat(TextEncoding.isKnown("no name!")).isFalse();
    }
}
