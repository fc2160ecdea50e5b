package io.sparkformer.data.source;

import static io.sparkformer.data.source.TestWiki.page;
import static io.sparkformer.data.source.TestWiki.revision;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.source.SourceText.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaWikiTest {
    private static final int LIMIT = 1 << 16;

    @TempDir
    Path directory;

    private final TextReading reading = TextReading.of("mediawiki", LIMIT);

    private List<String> read(String export) throws IOException {
        return reading.describe(write("wiki.xml", export.getBytes(StandardCharsets.UTF_8)));
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    @Test
    void read_pages_articlesByTheirNumbers() throws IOException {
        String export = TestWiki.of(
                page(1, "'''Ä''' [[b|c]] &amp; [[Datei:x|y]]<ref>z</ref>"),
                page(2, 0, "<redirect title=\"Page 1\" />", revision("2024-01-01T00:00:00Z", "#REDIRECT [[Page 1]]")),
                page(3, 10, "", revision("2024-01-01T00:00:00Z", "a template")),
                page(4, "#redirect [[Page 1]]"),
                page(5, ""),
                page(6, 0, "", revision("2024-01-01T00:00:00Z", "body {}").replace("wikitext", "css")));

        assertThat(read(export)).containsExactly("1=Ä c &", "5!EMPTY_DOCUMENT");
        assertThat(reading.ignored(directory.resolve("wiki.xml"))).isEqualTo(4);
    }

    @Test
    void read_otherNamespaces_whereAskedFor() throws IOException {
        Path file = write(
                "wiki.xml",
                TestWiki.of(page(1, "a"), page(2, 4, "", revision("2024", "b"))).getBytes(StandardCharsets.UTF_8));
        TextRules rules = TextReading.rules(LIMIT, TextReading.FIELDS, "utf-8", Set.of(4));
        assertThat(new TextReading(rules, "auto", 1 << 20).describe(file)).containsExactly("2=b");
    }

    @Test
    void read_history_newestRevisionAlone() throws IOException {
        assertThat(read(TestWiki.of(page(
                        9,
                        0,
                        "",
                        revision("2020-01-01T00:00:00Z", "old"),
                        revision("2023-01-01T00:00:00Z", "new"),
                        revision("2021-01-01T00:00:00Z", "x".repeat(LIMIT + 1))))))
                .containsExactly("9=new");
    }

    @Test
    void read_titleAndText_areFields() throws IOException {
        Path file = write("wiki.xml", TestWiki.of(page(1, "text")).getBytes(StandardCharsets.UTF_8));
        TextFields fields = new TextFields("title", "text", "", "", "", "", "", "", "");
        TextRules rules = TextReading.rules(LIMIT, fields, "utf-8", Set.of(0));
        SourceText pair = new TextReading(rules, "auto", 1 << 20).read(file).get(0);
        assertThat(((Document) pair).content().text()).isEqualTo("Page 1");
        assertThat(((Document) pair).content().second()).isEqualTo("text");
    }

    @Test
    void read_longText_isRejectedByItsBytes() throws IOException {
        assertThat(read(TestWiki.of(page(1, "ä".repeat(LIMIT / 2)), page(2, "ä".repeat(LIMIT / 2) + "a"))))
                .containsExactly("1=" + "ä".repeat(LIMIT / 2), "2!TOO_MANY_BYTES");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<page><id>2</id><revision><text>a</revision></page>",
                "<page><id>2</id><revision><text>a</text>",
                "<page><id>2</id><revision><text>&nosuch;</text></revision></page>",
                "<page><id>2</id><revision><text>\u0001</text></revision></page>",
                "<page><id>2</id><revision><text a='<'>b</text></revision></page>",
                "<page><id>x</id><revision><text>a</text></revision></page>",
                "<page><revision><text>a</text></revision></page>",
                "<page><id>2</id><ns>x</ns><revision><text>a</text></revision></page>",
                "<page><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a></page>",
                "<page><id>2</id><!DOCTYPE a></page>",
            })
    void read_brokenPage_costsItself(String broken) throws IOException {
        String before = page(1, "first");
        List<String> texts = read(TestWiki.of(before, broken, page(3, "last")));
        int place = (TestWiki.HEAD + before).getBytes(StandardCharsets.UTF_8).length;
        assertThat(texts).containsExactly("1=first", place + "!MALFORMED_XML", "3=last");
    }

    @Test
    void read_endlessElement_isNotHeld() throws IOException {
        String attribute = "<page><id a='" + "x".repeat(5 << 20) + "'>2</id></page>";
        assertThat(read(TestWiki.of(page(1, "first"), attribute, page(3, "last"))))
                .element(1)
                .asString()
                .endsWith("!MALFORMED_XML");
    }

    @Test
    void read_cutOrForeign_isSaid() throws IOException {
        String export = TestWiki.of(page(1, "first"), page(2, "second"));
        assertThat(read(export.substring(0, export.indexOf("second"))))
                .hasSize(2)
                .element(1)
                .asString()
                .endsWith("!MALFORMED_XML");
        for (String foreign :
                List.of("", "<html>x</html>", "no xml", "<!DOCTYPE mediawiki [<!ENTITY a 'b'>]>" + export)) {
            assertThat(read(foreign)).containsExactly("wiki.xml!MALFORMED_XML");
        }
        assertThat(read(TestWiki.of())).isEmpty();
    }

    @Test
    void read_invalidUtf8_costsItsPage() throws IOException {
        byte[] export = TestWiki.of(page(1, "first"), page(2, "b\u0001d"), page(3, "last"))
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < export.length; i++) {
            export[i] = export[i] == 1 ? (byte) 0xFF : export[i];
        }
        assertThat(reading.describe(write("wiki.xml", export)))
                .map(text -> text.replaceFirst("^\\d+!", "!"))
                .containsExactly("1=first", "!INVALID_UTF8", "3=last");
    }

    @Test
    void read_anyDivisionAndCompression_theSamePages() throws IOException {
        List<String> pages = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            pages.add(page(i, "page " + i + " " + Integer.toString(i * 7919, 36).repeat(i)));
        }
        pages.add(100, "<page>broken</page>");
        byte[] export = TestWiki.of(pages.toArray(String[]::new)).getBytes(StandardCharsets.UTF_8);
        // As Wikipedia's: the head, some pages at a time, the tail, each a stream of its own.
        ByteArrayOutputStream streams = new ByteArrayOutputStream();
        for (int at = 0; at < export.length; at += 20_000) {
            byte[] piece = Arrays.copyOfRange(export, at, Math.min(export.length, at + 20_000));
            streams.writeBytes(Compression.compressed("bz2", piece));
        }
        List<String> expected = reading.describe(write("wiki.xml", export));
        assertThat(expected).hasSize(301);
        for (Path file : List.of(
                directory.resolve("wiki.xml"),
                write("wiki.xml.gz", Compression.compressed("gz", export)),
                write("wiki.xml.zst", Compression.compressed("zst", export)),
                write("wiki.xml.bz2", Compression.compressed("bz2", export)),
                write("wiki-articles1.xml-p1p300.bz2", streams.toByteArray()))) {
            for (long unit : new long[] {1 << 30, 100_000, 3333, 997}) {
                TextReading divided = reading.byUnitsOf(unit);
                assertThat(divided.describe(file).stream().map(MediaWikiTest::withoutPlaceOfBroken))
                        .as(file + " by " + unit)
                        .containsExactlyElementsOf(expected.stream()
                                .map(MediaWikiTest::withoutPlaceOfBroken)
                                .toList());
            }
        }
        assertThat(reading.byUnitsOf(997).tasks(directory.resolve("wiki-articles1.xml-p1p300.bz2")))
                .isGreaterThan(10);
    }

    private static String withoutPlaceOfBroken(String text) {
        return text.contains("!") ? text.substring(text.indexOf('!')) : text;
    }
}
