package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sparkformer.data.source.BadTexts.BadText;
import io.sparkformer.data.source.SourceText.Document;
import io.sparkformer.data.source.SourceText.Rejected;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No file ends a task: each gives documents, or rejections with the right reason, and the same however it is divided. */
class BadTextsTest {
    @TempDir
    Path directory;

    static List<BadText> all() throws IOException {
        return BadTexts.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void read_badFile_givesWhatIsLeftAndSaysWhy(BadText bad) throws IOException {
        Path file = Files.write(directory.resolve(bad.name()), bad.content());
        TextReading reading = TextReading.of(bad.format(), BadTexts.LIMIT).in(bad.encoding());
        List<SourceText> texts = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> reading.read(file));

        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        int documents = 0;
        for (SourceText text : texts) {
            assertThat(text.source()).startsWith(bad.name());
            if (text instanceof Rejected rejected) {
                reasons.add(rejected.reason());
                assertThat(rejected.message()).contains(": ");
            } else {
                documents++;
                assertThat(((Document) text).content().text()).isNotBlank();
            }
        }
        assertThat(reasons).isEqualTo(bad.reasons());
        if (bad.documents() != BadTexts.ANY) {
            assertThat(documents).isEqualTo(bad.documents());
        }
        for (long unit : new long[] {1 << 12, 700}) {
            assertThat(reading.byUnitsOf(unit).describe(file))
                    .as("by " + unit)
                    .isEqualTo(texts.stream().map(TextReading::describe).toList());
        }
    }

    @Test
    void all_areMoreThanAHundred() throws IOException {
        assertThat(all()).hasSizeGreaterThan(150);
    }

    @Test
    void read_fileThatIsGoneOrAFolder_unreadable() throws IOException {
        Configuration hadoop = new Configuration(false);
        TextReading reading = TextReading.of("lines", BadTexts.LIMIT);
        Path file = Files.writeString(directory.resolve("a.txt"), "a");
        TextListing listing =
                TextListing.list(hadoop, List.of(file.toString()), "lines", reading.rules(), new UnitSize(1, 1 << 20));
        Files.delete(file);
        List<SourceText> texts = new ArrayList<>();
        for (InputUnit unit : listing.units()) {
            TextReader.read(hadoop, (TextFiles) unit, reading.rules(), texts::add);
        }
        assertThat(texts).singleElement().isInstanceOf(Rejected.class);
        assertThat(((Rejected) texts.get(0)).reason()).isEqualTo(Reason.UNREADABLE);
    }
}
