package io.sparkformer.data.source;

import static io.sparkformer.data.text.RejectedTextException.Reason.ARCHIVE_CORRUPT;
import static io.sparkformer.data.text.RejectedTextException.Reason.EMPTY_DOCUMENT;
import static io.sparkformer.data.text.RejectedTextException.Reason.INVALID_ENCODING;
import static io.sparkformer.data.text.RejectedTextException.Reason.INVALID_UTF8;
import static io.sparkformer.data.text.RejectedTextException.Reason.MALFORMED_JSON;
import static io.sparkformer.data.text.RejectedTextException.Reason.MALFORMED_WARC;
import static io.sparkformer.data.text.RejectedTextException.Reason.MALFORMED_XML;
import static io.sparkformer.data.text.RejectedTextException.Reason.MISSING_FIELD;
import static io.sparkformer.data.text.RejectedTextException.Reason.NOT_TEXT;
import static io.sparkformer.data.text.RejectedTextException.Reason.RECORD_CORRUPT;
import static io.sparkformer.data.text.RejectedTextException.Reason.TOO_MANY_BYTES;
import static io.sparkformer.data.text.RejectedTextException.Reason.UNKNOWN_ENCODING;
import static io.sparkformer.data.text.RejectedTextException.Reason.WRONG_TYPE;

import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Files that are broken in every way that has been thought of, and what is to become of each. */
final class BadTexts {
    static final int LIMIT = 4096;

    /** Where it is not known how many documents are left. */
    static final int ANY = -1;

    private final List<BadText> texts = new ArrayList<>();

    private BadTexts() {}

    /**
     * A file.
     *
     * @param documents that are left
     * @param reasons exactly those of the rejections
     */
    record BadText(
            String what,
            String name,
            String format,
            String encoding,
            byte[] content,
            int documents,
            Set<Reason> reasons) {
        @Override
        public String toString() {
            return what + " (" + format + ")";
        }
    }

    static List<BadText> all() throws IOException {
        BadTexts all = new BadTexts();
        all.compressed();
        all.encodings();
        all.lines();
        all.json();
        all.parquet();
        all.wikis();
        all.archives();
        all.names();
        return all.texts;
    }

    private void add(String what, String name, String format, byte[] content, int documents, Reason... reasons) {
        texts.add(new BadText(what, name, format, "utf-8", content, documents, Set.of(reasons)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] flipped(byte[] content, int place, int mask) {
        byte[] changed = content.clone();
        changed[place] ^= (byte) mask;
        return changed;
    }

    private void compressed() throws IOException {
        Random random = new Random(1);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            lines.append(i)
                    .append(' ')
                    .append(Long.toString(random.nextLong(), 36))
                    .append('\n');
        }
        for (String method : List.of("gz", "bz2", "zst")) {
            byte[] packed = TextReading.compressed(method, utf8(lines.toString()));
            for (int part = 1; part < 8; part++) {
                byte[] cut = Arrays.copyOf(packed, Math.max(4, packed.length * part / 8));
                add(method + " cut after " + part + "/8", "a.txt." + method, "lines", cut, ANY, ARCHIVE_CORRUPT);
            }
            add(
                    method + " cut by a byte",
                    "a",
                    "lines",
                    Arrays.copyOf(packed, packed.length - 1),
                    ANY,
                    ARCHIVE_CORRUPT);
            byte[] more = joined(packed, utf8("more"));
            add(method + " with more behind", "a", "blank-lines", more, ANY, ARCHIVE_CORRUPT);
            for (int part = 3; part < 7; part++) {
                byte[] damaged = flipped(packed, packed.length * part / 8, 0x10);
                add(method + " with a bit flipped at " + part + "/8", "a", "files", damaged, 0, ARCHIVE_CORRUPT);
            }
            byte[] nested = TextReading.compressed(method, packed);
            add(method + " in itself", "a." + method, "lines", nested, 0, NOT_TEXT);
            byte[] twice = joined(packed, packed);
            add(method + " twice, which is allowed", "a", "lines", twice, 600);
        }
        byte[] zeros = new byte[1 << 20];
        add("gzip of zeros", "a.gz", "lines", TextReading.compressed("gz", zeros), 0, NOT_TEXT);
        Arrays.fill(zeros, (byte) 'x');
        add("gzip of one line", "a.gz", "lines", TextReading.compressed("gz", zeros), 0, TOO_MANY_BYTES);
        add("nothing but the sign of gzip", "a", "lines", new byte[] {0x1F, (byte) 0x8B}, 0, ARCHIVE_CORRUPT);
        add("nothing but the sign of bzip2", "a", "lines", utf8("BZh9"), 0, ARCHIVE_CORRUPT);
        add("a word that begins as bzip2 does", "a", "lines", utf8("BZhang wrote this\n"), 0, ARCHIVE_CORRUPT);
    }

    private void encodings() {
        for (String bytes : List.of(
                "80",
                "bf",
                "c0af",
                "c1bf",
                "c3",
                "c328",
                "e0809f",
                "e28228",
                "e282",
                "eda080",
                "edbfbf",
                "f08080af",
                "f09f98",
                "f0288cbc",
                "f4908080",
                "f5808080",
                "f888808080",
                "fe",
                "ff",
                "fffe41")) {
            byte[] bad = HexFormat.of().parseHex(bytes);
            byte[] content = joined(utf8("one\na"), bad, utf8("b\nthree\n"));
            add("bytes " + bytes, "a.txt", "lines", content, 2, INVALID_UTF8);
            add("bytes " + bytes + " at the end", "a.txt", "blank-lines", joined(utf8("a\n\nb"), bad), 1, INVALID_UTF8);
        }
        for (String encoding : List.of("utf-16le", "utf-16be", "utf-32le")) {
            byte[] content = "one line\nand two\n".getBytes(Charset.forName(encoding));
            add(encoding + " taken for UTF-8", "a.txt", "lines", content, 0, NOT_TEXT);
            texts.add(new BadText(encoding + " detected", "a.txt", "lines", "auto", content, 2, Set.of()));
            byte[] odd = Arrays.copyOf(content, content.length - 3);
            texts.add(new BadText(
                    encoding + " cut within a character",
                    "a.txt",
                    "lines",
                    encoding,
                    odd,
                    1,
                    Set.of(INVALID_ENCODING)));
        }
        byte[] noise = new byte[2000];
        new Random(2).nextBytes(noise);
        texts.add(new BadText("noise", "a", "lines", "auto", noise, 0, Set.of(UNKNOWN_ENCODING)));
        texts.add(new BadText("noise as records", "a", "jsonl", "auto", noise, 0, Set.of(UNKNOWN_ENCODING)));
        add("noise as UTF-8", "a", "lines", noise, 0, NOT_TEXT);
    }

    private void lines() {
        add("zeros", "a.txt", "lines", new byte[100], 0, NOT_TEXT);
        byte[] late = joined(utf8("x\n".repeat(5000)), new byte[] {0, '\n'}, utf8("y\n"));
        add("a zero far behind", "a.txt", "lines", late, 5001, NOT_TEXT);
        add("line ends of all kinds", "a.txt", "lines", utf8("a\nb\r\nc\rd\r\re\n\r\n\n\rf"), 4);
        add("carriage returns alone", "a.txt", "lines", utf8("\r\r\r"), 0);
        add(
                "a line that is too long",
                "a.txt",
                "lines",
                utf8("a\n" + "x".repeat(LIMIT + 1) + "\nb"),
                2,
                TOO_MANY_BYTES);
        add("a block that is too long", "a", "blank-lines", utf8("x\n".repeat(LIMIT) + "\nb"), 1, TOO_MANY_BYTES);
        add("a file that is too long", "a", "files", utf8("x\n".repeat(LIMIT)), 0, TOO_MANY_BYTES);
        add("white space", "a", "files", utf8(" \n\t\r\n "), 0, EMPTY_DOCUMENT);
        add("space of other scripts", "a", "lines", utf8("\u2003\u3000\n"), 0, EMPTY_DOCUMENT);
        add("byte order mark alone", "a", "lines", utf8("\ufeff"), 0, EMPTY_DOCUMENT);
        for (String format : List.of("lines", "blank-lines", "jsonl")) {
            add("nothing", "a", format, new byte[0], 0);
        }
        add("nothing", "a", "files", new byte[0], 0, EMPTY_DOCUMENT);
        add("nothing", "a", "mediawiki", new byte[0], 0, MALFORMED_XML);
        add("nothing", "a", "warc", new byte[0], 0);
        add("nothing", "a", "parquet", new byte[0], 0, ARCHIVE_CORRUPT);
    }

    private void json() {
        for (String broken : List.of(
                "{",
                "}",
                "{\"text\"",
                "{\"text\":",
                "{\"text\": \"a",
                "{\"text\": \"a\"",
                "{\"text\": \"a\",}",
                "{'text': 'a'}",
                "{text: \"a\"}",
                "{\"text\": \"a\"} x",
                "{\"text\": \"a\"}{\"text\": \"b\"}",
                "[]",
                "[{\"text\": \"a\"}]",
                "\"a\"",
                "1",
                "null",
                "true",
                "NaN",
                "{\"text\": \"\\x\"}",
                "{\"text\": \"\\u12\"}",
                "{\"text\": \"a\tb\"}",
                "{\"text\": \"a\", \"text\": \"b\"}",
                "{\"text\": \"a\" \"b\": 1}",
                "{\"text\": 01}",
                "{\"text\": .5}",
                "[".repeat(2000),
                "{\"text\": 1e999999999999}",
                "<json/>",
                "{\"text\": \"a\" /* b */}",
                "{\"n\": " + "9".repeat(2000) + ", \"text\": \"a\"}")) {
            String shown = broken.length() > 40 ? broken.substring(0, 40) + "..." : broken;
            byte[] content = utf8("{\"text\": \"a\"}\n" + broken + "\n{\"text\": \"b\"}");
            add("the line " + shown, "a.jsonl", "auto", content, 2, MALFORMED_JSON);
        }
        for (String wrong : List.of("{\"text\": 1}", "{\"text\": [\"a\"]}", "{\"text\": {}}", "{\"text\": true}")) {
            add("the line " + wrong, "a.jsonl", "auto", utf8(wrong), 0, WRONG_TYPE);
        }
        add("no field", "a.jsonl", "auto", utf8("{}\n{\"text\": null}\n{\"Text\": \"a\"}"), 0, MISSING_FIELD);
        add("half a character", "a.jsonl", "auto", utf8("{\"text\": \"a\\ud800b\"}"), ANY);
    }

    private void parquet() throws IOException {
        Path file = Files.createTempFile("bad", ".parquet");
        Files.delete(file);
        try (TestParquet table = new TestParquet(
                file, "message table { required binary text (UTF8); }", CompressionCodecName.UNCOMPRESSED)) {
            for (int i = 0; i < 400; i++) {
                table.add(table.row().append("text", "row " + i));
            }
        }
        byte[] sound = Files.readAllBytes(file);
        Files.delete(file);
        for (int cut : new int[] {1, 4, 8, 12, 100, sound.length / 2, sound.length - 4, sound.length - 12}) {
            byte[] rest = Arrays.copyOf(sound, sound.length - cut);
            add("cut by " + cut + " bytes", "a.parquet", "auto", rest, 0, ARCHIVE_CORRUPT);
        }
        for (int behind : new int[] {1, 4, 5, 6, 7, 8}) {
            byte[] damaged = flipped(sound, sound.length - behind, 0x42);
            add("footer with byte -" + behind + " changed", "a.parquet", "auto", damaged, 0, ARCHIVE_CORRUPT);
        }
        byte[] blank = sound.clone();
        Arrays.fill(blank, 4, 300, (byte) 0xFF);
        add("first pages overwritten", "a.parquet", "auto", blank, ANY, RECORD_CORRUPT);
        Path longRow = Files.createTempFile("bad", ".parquet");
        Files.delete(longRow);
        try (TestParquet table = new TestParquet(
                longRow, "message table { required binary text (UTF8); }", CompressionCodecName.UNCOMPRESSED)) {
            table.add(table.row().append("text", "x".repeat(LIMIT + 1)));
            table.add(table.row().append("text", "good"));
        }
        add("a row that is too long", "a.parquet", "auto", Files.readAllBytes(longRow), 1, TOO_MANY_BYTES);
        Files.delete(longRow);
        byte[] noHead = flipped(sound, 0, 1);
        add("a head of its own", "a.parquet", "auto", noHead, 400);
    }

    private void wikis() {
        String good = TestWiki.page(1, "good");
        for (String page : List.of(
                "<page>",
                "<page></page>",
                "<page/>",
                "</page>",
                "<page><id>2</page>",
                "<page><id>2</id><ns></ns></page>",
                "<page><id>2</id><revision><text>a & b</text></revision></page>",
                "<page><id>2</id><revision><text>&#0;</text></revision></page>",
                "<page><id>2</id><revision><text>&#xD800;</text></revision></page>",
                "<page><id>2</id><revision><text>a</revision></text></page>",
                "<page><id>2</id><revision><text><![CDATA[a</text></revision></page>",
                "<page><id>2</id><!-- a -- b --></page>",
                "<page><id>2</id><?xml version='1.0'?></page>",
                "<page><id>2</id><a b='1' b='2'/></page>",
                "<page><id>" + "9".repeat(5000) + "</id></page>")) {
            boolean none = page.equals("<page/>") || page.equals("</page>");
            String what = page.length() > 60 ? page.substring(0, 60) + "..." : page;
            byte[] content = utf8(TestWiki.of(good, page, TestWiki.page(3, "good too")));
            add(what, "a.xml", "mediawiki", content, 2, none ? new Reason[0] : new Reason[] {MALFORMED_XML});
        }
        String bomb =
                "<!DOCTYPE m [<!ENTITY a \"" + "x".repeat(100) + "\"><!ENTITY b \"&a;&a;&a;\">]>" + TestWiki.of(good);
        add("entities in entities", "a.xml", "mediawiki", utf8(bomb), 0, MALFORMED_XML);
        String outside = "<!DOCTYPE m [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>" + TestWiki.of(good);
        add("entities of other files", "a.xml", "mediawiki", utf8(outside), 0, MALFORMED_XML);
        add("an RSS feed", "a.xml", "auto", utf8("<rss><item>a</item></rss>"), 0, MALFORMED_XML);
        String text = TestWiki.page(2, "x".repeat(LIMIT + 1));
        add("a page that is too long", "a.xml", "auto", utf8(TestWiki.of(good, text)), 1, TOO_MANY_BYTES);
        add("markup of nothing", "a.xml", "auto", utf8(TestWiki.of(TestWiki.page(2, "{{a}}"))), 0, EMPTY_DOCUMENT);
    }

    private void archives() {
        String good =
                "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\ngood\r\n\r\n";
        for (String broken : List.of(
                "x",
                "WARC/1.0",
                "WARC/1.0\r\n",
                "WARC/0.17\r\n\r\n",
                "WARC/1.0\r\n\r\n",
                "WARC/1.0\r\nContent-Length:\r\n\r\n",
                "WARC/1.0\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "WARC/1.0\r\nContent-Length: 4.0\r\n\r\n",
                "WARC/1.0\r\n: 4\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")) {
            byte[] content = utf8(good + broken + "\r\n\r\n" + good);
            add("the record " + broken.strip(), "a.warc", "auto", content, 2, MALFORMED_WARC);
        }
        String long1 = "WARC/1.0\r\nContent-Length: 400000000000\r\n\r\nshort";
        add("a record longer than its file", "a.warc", "auto", utf8(good + long1), 1, MALFORMED_WARC);
        String http =
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 5\r\n\r\nHTTP/";
        add("a head of HTTP without end", "a.warc", "auto", utf8(http + "\r\n\r\n" + good), 1, MALFORMED_WARC);
        byte[] bad = utf8(good.replace("good", "g\u0001\u0002d"));
        add("text of other characters", "a.warc", "auto", joined(bad), 1);
        byte[] zeros = utf8(good.replace("good", "g\0\0d"));
        add("text with zeros", "a.warc", "auto", zeros, 0, UNKNOWN_ENCODING);
        add("a text file", "a.warc", "auto", utf8("just\nlines\n"), 0, MALFORMED_WARC);
    }

    private void names() throws IOException {
        byte[] lines = utf8("{\"text\": \"a\"}\n{\"text\": \"b\"}\n");
        for (String method : List.of("gz", "bz2", "zst")) {
            byte[] packed = TextReading.compressed(method, lines);
            add(method + " named .txt", "a.txt", "jsonl", packed, 2);
            add(method + " named as another", "a." + (method.equals("gz") ? "bz2" : "gz"), "jsonl", packed, 2);
            add("text named ." + method, "a." + method, "jsonl", lines, 2);
        }
        add("lines named .parquet", "a.parquet", "auto", lines, 0, ARCHIVE_CORRUPT);
        add("a picture", "a.txt", "lines", HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452"), 0, NOT_TEXT);
        add("lines named .warc", "a.warc", "auto", lines, 0, MALFORMED_WARC);
        add("lines named .xml", "a.xml", "auto", lines, 0, MALFORMED_XML);
    }
}
