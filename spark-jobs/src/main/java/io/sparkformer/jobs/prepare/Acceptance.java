package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Counts;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.prepare.ReadingReport.RejectedInput;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether what was read may be published. Nothing is written before this has said so. */
final class Acceptance {
    private static final int SHOWN = 5;

    private final PreparationOptions options;

    /** Rules, with their budgets. */
    Acceptance(PreparationOptions options) {
        this.options = options;
    }

    /**
     * Accepts, or says why not.
     *
     * @param tally of the version to be made
     * @param report of what was read now
     * @throws UserError naming what is wrong, by how much, and what helps
     */
    void check(Tally tally, ReadingReport report) {
        requireEverythingCounted(report);
        requireSomething(tally);
        requireBudget(tally.counts(), report);
        requireNoEmptyFolders(tally);
        requireSamples(tally, report);
        requireNoEmptyClasses(tally, report);
        requireSplits(tally);
    }

    private static void requireEverythingCounted(ReadingReport report) {
        if (report.read() != report.announced()) {
            throw new IllegalStateException("the readers delivered " + report.announced() + " inputs, " + report.read()
                    + " were decoded or rejected: inputs were lost");
        }
    }

    private void requireSomething(Tally tally) {
        if (tally.counts().read() == 0) {
            throw new UserError(
                    options.key("inputs") + " = " + options.inputs() + " hold no " + options.noun(),
                    "Lay them out as " + options.layout() + ", or correct " + options.key("inputs") + " or "
                            + options.key("splits"));
        }
    }

    private void requireBudget(Counts counts, ReadingReport report) {
        double fraction = (double) counts.rejected() / counts.read();
        if (fraction > options.maxRejectedFraction()) {
            throw new UserError(
                    String.format(
                            Locale.ROOT,
                            "%s = %s is exceeded: %,d of %,d inputs were rejected (%.2f%%)%s;"
                                    + " nothing was published",
                            options.key("max-rejected-fraction"),
                            options.maxRejectedFraction(),
                            counts.rejected(),
                            counts.read(),
                            100 * fraction,
                            describe(report)),
                    "Repair or remove them, or raise " + options.key("max-rejected-fraction"));
        }
    }

    private void requireNoEmptyFolders(Tally tally) {
        if (!options.allowEmptyClasses() && !tally.emptyClassFolders().isEmpty()) {
            throw new UserError(
                    options.key("allow-empty-classes") + " = false, but there are class folders without images: "
                            + shorten(tally.emptyClassFolders()) + "; nothing was published",
                    "Fill or remove them, or set " + options.key("allow-empty-classes") + "=true");
        }
    }

    private void requireSamples(Tally tally, ReadingReport report) {
        if (tally.counts().written() == 0) {
            throw new UserError(
                    "None of the " + tally.counts().read() + " inputs could be used" + describe(report),
                    "Lay out " + options.noun() + " as " + options.layout() + ", or correct " + options.key("inputs")
                            + " or " + options.key("splits"));
        }
    }

    private void requireNoEmptyClasses(Tally tally, ReadingReport report) {
        List<String> empty = tally.samplesOfClasses().entrySet().stream()
                .filter(samples -> samples.getValue() == 0)
                .map(samples -> samples.getKey())
                .toList();
        if (!options.allowEmptyClasses() && !empty.isEmpty()) {
            throw new UserError(
                    options.key("allow-empty-classes") + " = false, but some classes have none of the " + options.noun()
                            + " that could be used: "
                            + shorten(empty) + describe(report) + "; nothing was published",
                    "Repair or remove them, or take the classes out of " + options.key("class-list")
                            + " if it is set, or set " + options.key("allow-empty-classes") + "=true");
        }
    }

    private void requireSplits(Tally tally) {
        Collection<String> found = tally.samplesOfSplits().keySet();
        if (!found.containsAll(options.hashedSplits())) {
            throw new UserError(
                    options.key("fractions") + " makes " + options.hashedSplits() + ": of only "
                            + tally.counts().written() + " samples some splits got none; splits with samples: " + found,
                    "Give more " + options.noun() + ", or other fractions");
        }
        if (!found.contains(options.statisticsSplit())) {
            throw new UserError(
                    options.key("statistics-split") + " = " + options.statisticsSplit()
                            + " has no samples; splits with samples: " + shorten(found),
                    "Set " + options.key("statistics-split")
                            + " to one of them, or check that the inputs are laid out as " + options.layout());
        }
    }

    private static String describe(ReadingReport report) {
        return rejections(report) + removals(report);
    }

    private static String rejections(ReadingReport report) {
        if (report.rejected() == 0) {
            return "";
        }
        String first = report.firstRejections().stream()
                .limit(SHOWN)
                .map(Acceptance::describe)
                .collect(Collectors.joining("; "));
        return ": " + counts(report.rejectionsOfReasons()) + "; first: " + first
                + (report.rejected() > SHOWN ? "; ..." : "");
    }

    private static String removals(ReadingReport report) {
        return report.removed() == 0
                ? ""
                : "; left out by prepare-text.cleaning: "
                        + counts(report.accounts().removed());
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String describe(RejectedInput rejected) {
        return rejected.source() + " (" + rejected.reason() + ": " + rejected.message() + ")";
    }

    private static String shorten(Collection<String> names) {
        String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? shown + ", and " + (names.size() - SHOWN) + " more" : shown;
    }
}
