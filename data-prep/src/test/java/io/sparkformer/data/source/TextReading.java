package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.data.source.SourceText.Document;
import io.sparkformer.data.source.SourceText.Rejected;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Reads files of texts as the tasks of a job would. */
record TextReading(TextRules rules, String format, long unitBytes) {
    static final TextFields FIELDS =
            new TextFields("text", "", "label", "tokens", "tags", "answer", "start", "", "split");

    /** UTF-8 in one task. */
    static TextReading of(String format, int maxBytes) {
        return new TextReading(rules(maxBytes, FIELDS, "utf-8", Set.of(0)), format, 1L << 40);
    }

    static TextRules rules(int maxBytes, TextFields fields, String encoding, Set<Integer> namespaces) {
        return new TextRules(
                new SplitRule.Single("train"),
                false,
                fields,
                TextTarget.NONE,
                LabelRule.ANY_ONE,
                maxBytes,
                new TextEncoding(encoding),
                namespaces);
    }

    TextReading in(String encoding) {
        return new TextReading(
                rules(rules.maxBytes(), rules.fields(), encoding, rules.namespaces()), format, unitBytes);
    }

    TextReading byUnitsOf(long bytes) {
        return new TextReading(rules, format, bytes);
    }

    /** What all tasks give, in their order; what they say they gave is compared with it. */
    List<SourceText> read(Path file) throws IOException {
        List<SourceText> texts = new ArrayList<>();
        long announced = 0;
        for (UnitSummary summary : read(file, texts)) {
            announced += summary.images() + summary.rejected();
        }
        assertThat(announced).isEqualTo(texts.size());
        return texts;
    }

    long ignored(Path file) throws IOException {
        return read(file, new ArrayList<>()).stream()
                .mapToLong(UnitSummary::ignored)
                .sum();
    }

    int tasks(Path file) throws IOException {
        return read(file, new ArrayList<>()).size();
    }

    private List<UnitSummary> read(Path file, List<SourceText> texts) throws IOException {
        Configuration hadoop = new Configuration(false);
        TextListing listing =
                TextListing.list(hadoop, List.of(file.toString()), format, rules, new UnitSize(2, unitBytes));
        List<UnitSummary> summaries = new ArrayList<>();
        for (InputUnit unit : listing.units()) {
            summaries.add(TextReader.read(hadoop, (TextFiles) unit, rules, texts::add));
        }
        return summaries;
    }

    /** "place=text" of documents, "place!REASON" of rejections; the place is what follows the file. */
    List<String> describe(Path file) throws IOException {
        return read(file).stream().map(TextReading::describe).toList();
    }

    static String describe(SourceText text) {
        String place = text.source().substring(text.source().indexOf('#') + 1);
        return text instanceof Document document
                ? place + "=" + document.content().text()
                : place + "!" + ((Rejected) text).reason();
    }
}
