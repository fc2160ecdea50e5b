package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.image.ImageLimits;
import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/** Lists and reads inputs in one go, as a job with one task would. */
final class Inputs {
    static final Configuration HADOOP = new Configuration(false);
    static final ImageLimits LIMITS = new ImageLimits(1000, 1000);
    static final SplitRule FOLDERS = new SplitRule.Folders();
    static final SplitRule SINGLE = new SplitRule.Single("train");
    static final ReadingRules SINGLE_RULES = ReadingRules.of(SINGLE, LIMITS);

    final InputListing listing;
    final List<SourceImage> images = new ArrayList<>();
    final List<UnitSummary> summaries = new ArrayList<>();

    private Inputs(InputListing listing) {
        this.listing = listing;
    }

    static Inputs read(SplitRule rule, Path... inputs) throws IOException {
        return read("auto", ReadingRules.of(rule, LIMITS), inputs);
    }

    /** Reads everything twice, as it is and divided as finely as it can be: both must give the same. */
    static Inputs read(String format, ReadingRules rules, Path... inputs) throws IOException {
        List<String> names = List.of(inputs).stream().map(Path::toString).toList();
        Inputs read = new Inputs(InputListing.list(HADOOP, names, format, rules, 2));
        Inputs divided = new Inputs(read.listing);
        for (InputUnit unit : read.listing.units()) {
            read.summaries.add(InputReader.read(HADOOP, unit, rules, read.images::add));
            for (InputUnit part : InputReader.divide(HADOOP, unit, rules, new UnitSize(1, 1))) {
                divided.summaries.add(InputReader.read(HADOOP, part, rules, divided.images::add));
            }
        }
        assertThat(divided.images).isEqualTo(read.images);
        assertThat(divided.total()).isEqualTo(read.total());
        return read;
    }

    /** All summaries in one. */
    UnitSummary total() {
        SortedSet<String> folders = new TreeSet<>();
        SortedSet<String> filled = new TreeSet<>();
        summaries.forEach(summary -> {
            folders.addAll(summary.classFolders());
            filled.addAll(summary.filledFolders());
        });
        return new UnitSummary(
                summaries.stream().mapToLong(UnitSummary::images).sum(),
                summaries.stream().mapToLong(UnitSummary::rejected).sum(),
                summaries.stream().mapToLong(UnitSummary::ignored).sum(),
                folders,
                filled);
    }

    static Path file(Path path, String content) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.writeString(path, content);
    }

    List<String> sources() {
        return images.stream().map(SourceImage::source).toList();
    }

    List<String> accepted() {
        return images.stream()
                .filter(image -> image.rejection() == null)
                .map(SourceImage::source)
                .toList();
    }

    /** "source reason" of each rejection. */
    List<String> rejected() {
        return images.stream()
                .filter(image -> image.rejection() != null)
                .map(image -> image.source() + " " + reason(image))
                .toList();
    }

    SourceImage image(String source) {
        return images.stream()
                .filter(image -> image.source().equals(source))
                .findFirst()
                .orElseThrow(() -> new AssertionError(source + " is not among " + sources()));
    }

    static String content(SourceImage image) {
        byte[] bytes = image.bytes();
        return bytes == null ? "rejected: " + image.rejection() : new String(bytes, StandardCharsets.UTF_8);
    }

    static String message(SourceImage image) {
        Rejection rejection = image.rejection();
        return rejection == null ? "" : rejection.message();
    }

    private static Reason reason(SourceImage image) {
        Rejection rejection = image.rejection();
        if (rejection == null) {
            throw new AssertionError(image + " was not rejected");
        }
        return rejection.reason();
    }
}
