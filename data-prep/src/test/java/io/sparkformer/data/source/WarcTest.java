package io.sparkformer.data.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sparkformer.data.markup.HtmlText;
import io.sparkformer.data.source.SourceText.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcConversion;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcWriter;
import org.netpreserve.jwarc.Warcinfo;

class WarcTest {
    private static final int LIMIT = 1 << 16;

    @TempDir
    Path directory;

    private final TextReading reading = TextReading.of("auto", LIMIT);

    private List<String> read(String name, byte[] content) throws IOException {
        return reading.describe(Files.write(directory.resolve(name), content));
    }

    private static WarcRecord page(int status, String type, byte[] body) throws IOException {
        HttpResponse http = new HttpResponse.Builder(status, "Reason")
                .body(MediaType.parse(type), body)
                .build();
        return new WarcResponse.Builder("http://example.org/a").body(http).build();
    }

    private static WarcRecord extract(String text) {
        return new WarcConversion.Builder()
                .setHeader("WARC-Target-URI", "http://example.org/a")
                .body(MediaType.parse("text/plain"), text.getBytes(UTF_8))
                .build();
    }

    /** By another implementation; where each record begins is added to a list. */
    private static byte[] archive(WarcCompression compression, List<Long> places, WarcRecord... records)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (WarcWriter writer = new WarcWriter(Channels.newChannel(bytes), compression)) {
            for (WarcRecord record : records) {
                places.add(writer.position());
                writer.write(record);
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(
            value = WarcCompression.class,
            names = {"NONE", "GZIP"})
    void read_recordsOfAnotherWriter_textsAtTheirPlaces(WarcCompression compression) throws IOException {
        List<Long> places = new ArrayList<>();
        byte[] archive = archive(
                compression,
                places,
                new Warcinfo.Builder().fields(Map.of("software", List.of("x"))).build(),
                extract("plain ä\nsecond"),
                page(200, "text/html;charset=utf-8", "<title>T</title><p>a <b>b</b> ä<p>c".getBytes(UTF_8)),
                page(404, "text/html", "<p>not found".getBytes(UTF_8)),
                page(200, "image/png", new byte[5000]),
                page(200, "text/plain", "just text".getBytes(UTF_8)),
                page(200, "text/html", new byte[LIMIT + 1]));

        assertThat(read(compression == WarcCompression.GZIP ? "a.warc.gz" : "a.warc", archive))
                .containsExactly(
                        places.get(1) + "=plain ä\nsecond",
                        places.get(2) + "=a b ä\nc",
                        places.get(5) + "=just text",
                        places.get(6) + "!TOO_MANY_BYTES");
        assertThat(reading.ignored(directory.resolve(compression == WarcCompression.GZIP ? "a.warc.gz" : "a.warc")))
                .isEqualTo(2);
    }

    @Test
    void read_onceCompressedWholeOrByZstd_theSameTexts() throws IOException {
        byte[] archive = archive(WarcCompression.NONE, new ArrayList<>(), extract("one"), extract("two"));
        for (String method : List.of("gz", "bz2", "zst")) {
            assertThat(read("a.warc.wet." + method, Compression.compressed(method, archive)))
                    .map(text -> text.substring(text.indexOf('=')))
                    .containsExactly("=one", "=two");
        }
        assertThat(read("a.warc.gz", Compression.compressed("gz", archive)).get(1))
                .startsWith("0+");
    }

    @Test
    void read_titleAndAddress_areFields() throws IOException {
        Path file = Files.write(
                directory.resolve("a.warc"),
                archive(
                        WarcCompression.NONE,
                        new ArrayList<>(),
                        page(200, "text/html", "<title> A b </title><p>c".getBytes(UTF_8))));
        TextFields fields = new TextFields("title", "url", "", "", "", "", "", "", "");
        Document pair =
                (Document) new TextReading(TextReading.rules(LIMIT, fields, "utf-8", Set.of(0)), "warc", 1 << 20)
                        .read(file)
                        .get(0);
        assertThat(pair.content().text()).isEqualTo("A b");
        assertThat(pair.content().second()).isEqualTo("http://example.org/a");
    }

    @ParameterizedTest
    @CsvSource({
        "text/html; charset=windows-1251, '', windows-1251",
        "text/html, <meta charset=koi8-r>, koi8-r",
        "text/html, '<meta http-equiv=content-type content=\"text/html; charset=iso-8859-5\">', iso-8859-5",
        "text/html, '', windows-1251",
        // What says UTF-8 and is none.
        "text/html; charset=utf-8, <meta charset=utf-8>, windows-1251",
        "text/html; charset=no-such-thing, '', utf-8",
        "text/html; charset=iso-8859-1, '\ufeff', utf-8",
        "text/plain; charset=utf-16le, '', utf-16le",
    })
    void read_encodings_serverThenPageThenDetected(String type, String meta, String encoding) throws IOException {
        String text = "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и"
                + " совестью и должны поступать в отношении друг друга в духе братства.";
        byte[] archive = archive(
                WarcCompression.NONE,
                new ArrayList<>(),
                page(200, type, (meta + text).getBytes(Charset.forName(encoding))));
        assertThat(read("a.warc", archive)).singleElement().asString().endsWith("=" + text);
    }

    private static byte[] raw(String head, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.replace("\n", "\r\n").getBytes(UTF_8));
        bytes.writeBytes(content);
        bytes.writeBytes("\r\n\r\n".getBytes(UTF_8));
        return bytes.toByteArray();
    }

    private static byte[] response(String http, byte[] body) {
        byte[] head = ("HTTP/1.1 200 OK\r\n" + http + "\r\n\r\n").getBytes(UTF_8);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(head);
        content.writeBytes(body);
        return raw(
                "WARC/1.1\nWARC-Type: response\nContent-Type: application/http;msgtype=response\nContent-Length: "
                        + content.size() + "\n\n",
                content.toByteArray());
    }

    @Test
    void read_chunkedAndCompressedBodies_areUndone() throws IOException {
        byte[] html = "<p>hello <i>world</i>".getBytes(UTF_8);
        byte[] chunks = "5;x=y\r\n<p>he\r\n10\r\nllo <i>world</i>\r\n0\r\n\r\n".getBytes(UTF_8);
        String type = "Content-Type: text/html\r\n";
        for (byte[] record : List.of(
                response(type + "Transfer-Encoding: chunked", chunks),
                response(type + "Transfer-Encoding: chunked", html),
                response(type + "Content-Encoding: gzip", Compression.compressed("gz", html)),
                response(type + "Content-Encoding: gzip", html),
                response(type + "Content-Encoding: br", html),
                response("content-type:\r\n text/html", html))) {
            assertThat(read("a.warc", record)).containsExactly("0=hello world");
        }
        assertThat(read("a.warc", response(type + "Content-Encoding: br", new byte[] {1, 2, 3})))
                .containsExactly("0!UNKNOWN_ENCODING");
        assertThat(read("a.warc", response(type + "Transfer-Encoding: chunked", "ff\r\nshort".getBytes(UTF_8))))
                .containsExactly("0!MALFORMED_WARC");
        assertThat(read(
                        "a.warc",
                        response(type + "Content-Encoding: gzip", Compression.compressed("gz", new byte[LIMIT + 1]))))
                .containsExactly("0!TOO_MANY_BYTES");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WARC/1.0\nWARC-Type: conversion\nContent-Length: x\n\n",
                "WARC/1.0\nWARC-Type: conversion\nContent-Length: -1\n\n",
                "WARC/1.0\nWARC-Type: conversion\n\n",
                "WARC/1.0\nno field\nContent-Length: 4\n\n",
                "WARC/9.0\nContent-Length: 4\n\n",
                "<html>\n\n",
                "WARC/1.0\nWARC-Type: conversion\nContent-Length: 2\n\n",
            })
    void read_brokenRecord_costsItself(String head) throws IOException {
        List<Long> places = new ArrayList<>();
        byte[] good = archive(WarcCompression.NONE, places, extract("first"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(good);
        all.writeBytes(raw(head, "text".getBytes(UTF_8)));
        all.writeBytes(archive(WarcCompression.NONE, places, extract("last")));

        List<String> texts = read("a.warc", all.toByteArray());
        assertThat(texts).hasSize(3);
        assertThat(texts.get(0)).isEqualTo("0=first");
        assertThat(texts.get(1)).endsWith("!MALFORMED_WARC");
        assertThat(texts.get(2)).endsWith("=last");
    }

    @Test
    void read_cutAnywhere_isSaid() throws IOException {
        byte[] archive = archive(WarcCompression.NONE, new ArrayList<>(), extract("one text"));
        for (int length = 1; length < archive.length - 4; length += 7) {
            assertThat(read("a.warc", Arrays.copyOf(archive, length)))
                    .as("of %d bytes", length)
                    .containsExactly("0!MALFORMED_WARC");
        }
    }

    @Test
    void read_damagedMember_costsItself() throws IOException {
        List<Long> places = new ArrayList<>();
        byte[] archive = archive(
                WarcCompression.GZIP, places, extract("one"), extract("two"), extract("three"), extract("four"));
        archive[(int) (places.get(1) + places.get(2)) / 2] ^= 0x55;
        assertThat(read("a.warc.gz", archive))
                .containsExactly(
                        "0=one", places.get(1) + "!ARCHIVE_CORRUPT", places.get(2) + "=three", places.get(3) + "=four");
        assertThat(read("a.warc.gz", Arrays.copyOf(archive, archive.length - 3)))
                .last()
                .asString()
                .endsWith("!ARCHIVE_CORRUPT");
    }

    @Test
    void read_endlessHead_isNotHeld() throws IOException {
        byte[] endless = ("WARC/1.0\r\nx: " + "y".repeat(10 << 20)).getBytes(UTF_8);
        assertThat(read("a.warc", endless)).containsExactly("0!MALFORMED_WARC");
    }

    @Test
    void html_text_isWhatABrowserShows() {
        assertThat(HtmlText.of("""
                <!doctype html><html><head><title>T</title><style>p {}</style></head><body>
                <script>var x = "<p>no</p>";</script><noscript>no</noscript>
                <h1>Head&shy;ing &amp; more</h1><ul><li>one<li>two</ul>
                <table><tr><td>a<td>b<tr><td>c<td>d</table>line<br>break <span hidden>no</span>
                <p>never closed <b>bold <i>both</b> slanted</i>""").text()).isEqualTo("""
                Head\u00ading & more
                one
                two
                a b
                c d
                line
                break
                never closed bold both slanted""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div>", "<b>", "<table>", "<a href=x>", "<p>", "<", "&", "<!--", "<script>", "<svg><p>"})
    void html_manyOfAnything_inTime(String piece) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> HtmlText.of(piece.repeat(1_000_000 / piece.length())));
    }
}
