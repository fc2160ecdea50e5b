package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.data.source.SourceText.Document;
import io.sparkformer.data.source.SourceText.Rejected;
import io.sparkformer.data.text.RejectedTextException.Reason;
import io.sparkformer.data.text.TextDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest {
    private static final int LIMIT = 64;

    @TempDir
    Path directory;

    private static TextRules rules(TextTarget target) {
        return new TextRules(
                new SplitRule.Single("train"),
                false,
                new TextFields("text", "", "label", "tokens", "tags", "answer.text", "answer.start", "", "split"),
                target,
                LabelRule.ANY_ONE,
                LIMIT,
                TextEncoding.UTF_8,
                Set.of(0));
    }

    private static List<SourceText> read(Path input, String format, TextRules rules, long unitBytes)
            throws IOException {
        Configuration hadoop = new Configuration(false);
        TextListing listing =
                TextListing.list(hadoop, List.of(input.toString()), format, rules, new UnitSize(2, unitBytes));
        List<SourceText> texts = new ArrayList<>();
        for (InputUnit unit : listing.units()) {
            UnitSummary summary = TextReader.read(hadoop, (TextFiles) unit, rules, texts::add);
            assertThat(summary.images() + summary.rejected()).isLessThanOrEqualTo(texts.size());
        }
        return texts;
    }

    private List<String> texts(String format, byte[] content, String name, long unitBytes) throws IOException {
        Path file = Files.write(directory.resolve(name), content);
        return read(file, format, rules(TextTarget.NONE), unitBytes).stream()
                .map(TextReaderTest::describe)
                .toList();
    }

    private static String describe(SourceText text) {
        String place = text.source().substring(text.source().indexOf('#') + 1);
        return text instanceof Document document
                ? place + "=" + document.content().text()
                : place + "!" + ((Rejected) text).reason();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "blank-lines", "jsonl", "files"})
    void read_compressedOrNot_theSameDocuments(String format) throws IOException {
        byte[] content = utf8("{\"text\": \"one\"}\r\n{\"text\": \"zwei ä\"}\n\n \n{\"text\": \"3\"}");
        List<String> plain = texts(format, content, "x.txt", 1 << 20);

        assertThat(plain).isNotEmpty().noneMatch(text -> text.contains("!"));
        for (String method : List.of("gz", "bz2", "zst")) {
            byte[] packed = Compression.compressed(method, content);
            // Behind a header of four bytes lies the only block.
            String block = method.equals("bz2") && !format.equals("files") ? "4+" : "";
            List<String> expected = plain.stream().map(text -> block + text).toList();
            assertThat(texts(format, packed, "x.txt." + method, 1 << 20))
                    .map(text -> text.replace("." + method, ""))
                    .containsExactlyElementsOf(expected);
            // Whatever its name, and however it is cut.
            assertThat(texts(format, packed, "x.txt", 7)).containsExactlyElementsOf(expected);
            byte[] cut = Arrays.copyOf(packed, packed.length - 5);
            assertThat(texts(format, cut, "x.txt", 1 << 20)).anyMatch(text -> text.endsWith("!ARCHIVE_CORRUPT"));
        }
    }

    @Provide
    Arbitrary<String> contents() {
        return Arbitraries.of("a", "bc", "\n", "\n\n", " ", "\r\n", "\t", "ä", "x".repeat(40), "z".repeat(70))
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 300)
    void read_anyDivision_theSameDocuments(
            @ForAll("contents") String content, @ForAll @IntRange(min = 1, max = 50) int unitBytes) throws IOException {
        Path folder = Files.createTempDirectory("texts");
        try {
            Path file = Files.write(folder.resolve("x.txt"), utf8(content));
            for (String format : List.of("lines", "blank-lines")) {
                List<SourceText> whole = read(file, format, rules(TextTarget.NONE), 1 << 20);
                assertThat(read(file, format, rules(TextTarget.NONE), unitBytes))
                        .as(format)
                        .isEqualTo(whole);
            }
            assertThat(read(file, "lines", rules(TextTarget.NONE), unitBytes).stream()
                            .filter(Document.class::isInstance)
                            .map(text -> ((Document) text).content().text()))
                    .containsExactlyElementsOf(naiveLines(content));
        } finally {
            Files.deleteIfExists(folder.resolve("x.txt"));
            Files.delete(folder);
        }
    }

    private static List<String> naiveLines(String content) {
        List<String> lines = new ArrayList<>();
        for (String line : content.split("\n", -1)) {
            String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (!text.isBlank() && utf8(text).length <= LIMIT) {
                lines.add(text);
            }
        }
        return lines;
    }

    @Test
    void blankLines_blocks_keepTheirLinesAndTheByteOfTheFirst() throws IOException {
        assertThat(texts("blank-lines", utf8("\na\nb\n \nc\n\n\n\nd e\n"), "x.txt", 1 << 20))
                .containsExactly("1=a\nb", "7=c", "12=d e");
    }

    @Test
    void lines_faults_areRejectedOneByOne() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(utf8("\ufefffirst\n" + "x".repeat(LIMIT + 1) + "\n"));
        content.writeBytes(new byte[] {(byte) 0xC3, '(', '\n'});
        content.writeBytes(utf8("last"));
        assertThat(texts("lines", content.toByteArray(), "x.txt", 1 << 20))
                .containsExactly("0=first", "9!TOO_MANY_BYTES", "75!INVALID_UTF8", "78=last");
        assertThat(texts("lines", new byte[] {'a', '\n', 0, 0, 'b', '\n', 'c'}, "b.txt", 2))
                .containsExactly("b.txt!NOT_TEXT");
    }

    @Test
    void jsonl_faults_areRejectedOneByOne() throws IOException {
        String content = """
                {"text": "good"}
                {"text": 3}
                {"other": "x"}
                ["text"]
                {"text": "a
                {"text": " "}
                {"text": "a", "text": "b"}
                """;
        assertThat(texts("jsonl", utf8(content), "x.jsonl", 1 << 20))
                .map(text -> text.replaceFirst("^\\d+", ""))
                .containsExactly(
                        "=good",
                        "!WRONG_TYPE",
                        "!MISSING_FIELD",
                        "!MALFORMED_JSON",
                        "!MALFORMED_JSON",
                        "!EMPTY_DOCUMENT",
                        "!MALFORMED_JSON");
    }

    private List<Object> labels(TextTarget target, String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve("l.jsonl"), String.join("\n", lines));
        List<Object> labels = new ArrayList<>();
        for (SourceText text : read(file, "auto", rules(target), 1 << 20)) {
            labels.add(text instanceof Document document ? document.content().label() : ((Rejected) text).reason());
        }
        return labels;
    }

    @Test
    void jsonl_labels_areTakenByTheTarget() throws IOException {
        assertThat(labels(
                        TextTarget.CLASSES,
                        "{\"text\": \"a\", \"label\": \"pos\"}",
                        "{\"text\": \"a\", \"label\": 1}",
                        "{\"text\": \"a\", \"label\": 1.5}",
                        "{\"text\": \"a\"}",
                        "{\"text\": \"a\", \"label\": [1, 2]}"))
                .containsExactly(
                        new TextDocument.Classes(List.of("pos")),
                        new TextDocument.Classes(List.of("1")),
                        Reason.WRONG_TYPE,
                        Reason.MISSING_FIELD,
                        Reason.TOO_MANY_LABELS);
        assertThat(labels(
                        TextTarget.NUMBER,
                        "{\"text\": \"a\", \"label\": 2.5}",
                        "{\"text\": \"a\", \"label\": \"x\"}",
                        "{\"text\": \"a\", \"label\": 1e300}"))
                .containsExactly(new TextDocument.Value(2.5f), Reason.WRONG_TYPE, Reason.WRONG_TYPE);
        assertThat(labels(
                        TextTarget.SPAN,
                        "{\"text\": \"a b\", \"answer\": {\"text\": [\"b\"], \"start\": [2]}}",
                        "{\"text\": \"a b\", \"answer\": {\"text\": [], \"start\": []}}",
                        "{\"text\": \"a b\", \"answer\": {\"text\": \"b\", \"start\": \"2\"}}"))
                .containsExactly(new TextDocument.Answer(2, "b"), new TextDocument.Answer(0, ""), Reason.WRONG_TYPE);
        assertThat(labels(TextTarget.TAGS, "{\"tokens\": [\"a\"], \"tags\": [\"O\"]}", "{\"tokens\": [\"a\"]}"))
                .containsExactly(new TextDocument.Tags(List.of("O")), Reason.MISSING_FIELD);
    }

    @Test
    void lines_classFolders_nameTheClass() throws IOException {
        Files.createDirectories(directory.resolve("set/pos"));
        Files.writeString(directory.resolve("set/pos/1.txt"), "good\nfine");
        Files.writeString(directory.resolve("set/none.txt"), "nothing");

        List<SourceText> texts = read(directory.resolve("set"), "lines", rules(TextTarget.CLASSES), 1 << 20);

        assertThat(texts).hasSize(3);
        assertThat(((Rejected) texts.get(0)).reason()).isEqualTo(Reason.MISSING_FIELD);
        assertThat(texts.subList(1, 3))
                .extracting(text -> ((Document) text).content().label())
                .containsOnly(new TextDocument.Classes(List.of("pos")));
        assertThat(texts)
                .extracting(SourceText::source)
                .containsExactly("set/none.txt#0", "set/pos/1.txt#0", "set/pos/1.txt#5");
    }
}
