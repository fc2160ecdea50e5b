package io.sparkformer.jobs.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * Some thousand documents in several languages, bad ones and repeated ones among them: lines, JSON lines in gzip, a wiki in bzip2 and a web
 * archive. Cleaning and encoding them takes some seconds.
 */
final class MixedTexts {
    /** What they come to; of those that are removed 300 are duplicates and 150 too short. */
    static final String COUNTS = "read 6,460 = written 6,000 + rejected 10 + removed 450";

    private static final List<List<String>> LANGUAGES = List.of(
            List.of(
                    "the", "river", "and", "old", "bridge", "of", "town", "was", "built", "in", "early", "spring",
                    "with"),
            List.of(
                    "der",
                    "Fluss",
                    "und",
                    "die",
                    "alte",
                    "Brücke",
                    "von",
                    "Stadt",
                    "wurde",
                    "im",
                    "Frühling",
                    "gebaut"),
            List.of("река", "и", "старый", "мост", "города", "был", "построен", "весной", "на", "берегу", "моря"),
            List.of("la", "rivière", "et", "le", "vieux", "pont", "de", "ville", "fut", "bâti", "au", "début", "été"));

    private static final String PAGE = """
            <page><title>Page %1$d</title><ns>0</ns><id>%2$d</id>
            <revision><id>%2$d</id><model>wikitext</model><text>'''Page''' [[link|%3$s]]</text></revision></page>
            """;

    private static final String RECORD = """
            WARC/1.0
            WARC-Type: response
            WARC-Target-URI: http://example.org/%d
            WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-%012d>
            Content-Type: application/http; msgtype=response
            Content-Length: %d

            """;

    private static final int DOCUMENTS = 1_500;

    private final Path directory;
    private int number;

    private MixedTexts(Path directory) {
        this.directory = directory;
    }

    /** Writes them into a directory, and returns the settings that prepare them. */
    static List<String> write(Path directory) {
        try {
            MixedTexts texts = new MixedTexts(Files.createDirectories(directory.resolve("texts")));
            texts.writeLines();
            texts.writeJsonLines();
            texts.writeWiki();
            texts.writeWebArchive();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        Path tokenizer = SparkformerCommand.home().resolve("data-prep/src/test/resources/tokenizers/wordpiece.json");
        return List.of(
                "prepare-text.inputs=[\"" + directory.resolve("texts") + "\"]",
                "prepare-text.tokenizer=\"" + tokenizer + "\"",
                "prepare-text.packing=segments",
                "prepare-text.length=128",
                "prepare-text.splits=hashed",
                "prepare-text.fractions={train=0.9,test=0.1}",
                "prepare-text.shard-bytes=128KiB",
                "prepare-text.bytes-per-task=64KiB",
                "prepare-text.max-rejected-fraction=0.1",
                "prepare-text.cleaning.unicode=nfc",
                "prepare-text.cleaning.min-words=5",
                "prepare-text.cleaning.languages.identify=true",
                "prepare-text.cleaning.remove-duplicates=true");
    }

    private String text() {
        Random random = new Random(number);
        List<String> words = LANGUAGES.get(number % LANGUAGES.size());
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 60 + number % 90; word++) {
            text.append(words.get(random.nextInt(words.size()))).append(' ');
        }
        return text.append(number++).toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void writeLines() throws IOException {
        try (OutputStream out = Files.newOutputStream(directory.resolve("lines.txt"))) {
            for (int line = 0; line < DOCUMENTS; line++) {
                String text = text();
                out.write(bytes(text + '\n'));
                if (line % 5 == 0) {
                    out.write(bytes(text + '\n'));
                }
                if (line % 10 == 0) {
                    out.write(bytes("too short " + line + '\n'));
                }
            }
            for (int bad = 0; bad < 5; bad++) {
                out.write(new byte[] {'b', 'a', 'd', (byte) 0xFF, '\n'});
            }
        }
    }

    private void writeJsonLines() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("lines.jsonl.gz")))) {
            for (int line = 0; line < DOCUMENTS; line++) {
                out.write(bytes("{\"text\": \"" + text() + "\"}\n"));
            }
            for (int bad = 0; bad < 5; bad++) {
                out.write(bytes("{\"text\": \"cut\n"));
            }
        }
    }

    private void writeWiki() throws IOException {
        try (OutputStream out =
                new BZip2CompressorOutputStream(Files.newOutputStream(directory.resolve("wiki.xml.bz2")), 1)) {
            out.write(bytes("<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\">\n"));
            for (int page = 0; page < DOCUMENTS; page++) {
                out.write(bytes(PAGE.formatted(page, page + 1, text())));
            }
            out.write(bytes("</mediawiki>\n"));
        }
    }

    /** Every record in a gzip member of its own, as crawlers write them. */
    private void writeWebArchive() throws IOException {
        try (OutputStream out = Files.newOutputStream(directory.resolve("web.warc.gz"))) {
            for (int page = 0; page < DOCUMENTS; page++) {
                byte[] html = bytes("<html><head><title>Page</title></head><body><p>" + text() + "</p></body></html>");
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                answer.write(bytes("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"));
                answer.write(html);
                ByteArrayOutputStream member = new ByteArrayOutputStream();
                try (OutputStream gzip = new GZIPOutputStream(member)) {
                    gzip.write(bytes(RECORD.formatted(page, page, answer.size()).replace("\n", "\r\n")));
                    gzip.write(answer.toByteArray());
                    gzip.write(bytes("\r\n\r\n"));
                }
                out.write(member.toByteArray());
            }
        }
    }
}
