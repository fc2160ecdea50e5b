package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.ClassOrder;
import io.sparkformer.data.source.ContainerFile;
import io.sparkformer.data.source.FileChunk;
import io.sparkformer.data.source.InputFile;
import io.sparkformer.data.source.InputFormat;
import io.sparkformer.data.source.InputListing;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.ReadingRules;
import io.sparkformer.data.source.SourceKeys;
import io.sparkformer.data.source.TextFormat;
import io.sparkformer.data.source.TextListing;
import io.sparkformer.data.source.TextRules;
import io.sparkformer.data.source.UnitSize;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.PrepareConfig;
import io.sparkformer.jobs.config.PrepareTextConfig;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * All input there is.
 *
 * @param units each the work of one task
 * @param files in the byte order of their paths, however the configuration lists the inputs
 * @param formats the words of the inputs' formats, as the manifest keeps them; empty for class folders alone, as of old
 * @param classOrder how classes are ordered where no list says
 * @param emptyClassFolders class folders, not those of archives, without files
 * @param ignored hidden and system files in folders
 */
record Inputs(
        List<InputUnit> units,
        List<InputFile> files,
        String formats,
        Comparator<String> classOrder,
        SortedSet<String> emptyClassFolders,
        long ignored) {
    /** Formats whose labels may be numbers. */
    private static final Set<String> NUMBERED_TEXTS = Set.of(TextFormat.JSONL.word(), TextFormat.PARQUET.word());

    private static final Comparator<InputFile> BY_PATH = Comparator.comparing(InputFile::path, SourceKeys.UTF8_ORDER);

    /**
     * Lists everything that {@code prepare.inputs} names.
     *
     * @param output the directory to write to, which must not lie in an input
     * @throws UserError naming the input that is missing, unreadable or empty
     */
    static Inputs list(Configuration hadoop, PrepareConfig config, ReadingRules rules, Path output) {
        InputListing listing = list(hadoop, config, rules);
        requireNoOverlap(listing.units(), output);
        requireDistinctSources(listing.units());
        if (listing.files().isEmpty()) {
            throw new UserError(
                    "prepare.inputs = " + config.inputs() + " hold no images",
                    "Lay them out as " + rules.splits().layout() + ", or correct prepare.inputs or prepare.splits");
        }
        List<InputFile> files = listing.files().stream().sorted(BY_PATH).toList();
        return new Inputs(
                listing.units(),
                files,
                formatNames(listing.formats()),
                classOrder(listing.formats()),
                listing.emptyClassFolders(),
                listing.ignored());
    }

    private static InputListing list(Configuration hadoop, PrepareConfig config, ReadingRules rules) {
        try {
            return InputListing.list(
                    hadoop,
                    config.inputs(),
                    config.format().name().toLowerCase(Locale.ROOT),
                    rules,
                    config.filesPerTask());
        } catch (IllegalArgumentException refused) {
            throw new UserError(String.valueOf(refused.getMessage()), "Correct prepare.inputs", refused);
        } catch (IOException unreadable) {
            throw new UserError(
                    "The images cannot be listed: " + unreadable.getMessage(),
                    "Check prepare.inputs = " + config.inputs() + ", the permissions, and the file system's settings",
                    unreadable);
        }
    }

    private static String formatNames(Set<InputFormat> formats) {
        List<String> names = formats.stream().map(InputFormat::word).sorted().toList();
        return names.equals(List.of("folders")) ? "" : String.join(", ", names);
    }

    /** By number if all inputs number their classes. */
    private static Comparator<String> classOrder(Set<InputFormat> formats) {
        return !formats.isEmpty() && formats.stream().allMatch(InputFormat::isNumbered)
                ? ClassOrder.BY_NUMBER
                : ClassOrder.BY_NAME;
    }

    /**
     * Lists everything that {@code prepare-text.inputs} names.
     *
     * @param inputs the same, with files in the place of tables
     * @param output the directory to write to, which must not lie in an input
     * @throws UserError naming the input that is missing, unreadable or empty
     */
    static Inputs listTexts(
            Configuration hadoop, PrepareTextConfig config, List<String> inputs, TextRules rules, Path output) {
        TextListing listing = texts(hadoop, config, inputs, rules);
        for (String input : inputs) {
            if (isWithin(output, qualified(hadoop, input))) {
                throw new UserError(
                        "output = " + output + " lies in the input " + input,
                        "Give an --output outside of prepare-text.inputs");
            }
        }
        if (listing.files().isEmpty()) {
            throw new UserError(
                    "prepare-text.inputs = " + config.inputs() + " hold no files", "Correct prepare-text.inputs");
        }
        boolean numbered = NUMBERED_TEXTS.containsAll(listing.formats());
        return new Inputs(
                listing.units(),
                listing.files().stream().sorted(BY_PATH).toList(),
                String.join(", ", listing.formats()),
                numbered ? ClassOrder.BY_NUMBER : ClassOrder.BY_NAME,
                new TreeSet<>(),
                listing.ignored());
    }

    private static TextListing texts(
            Configuration hadoop, PrepareTextConfig config, List<String> inputs, TextRules rules) {
        try {
            return TextListing.list(
                    hadoop,
                    inputs,
                    config.format().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    rules,
                    new UnitSize(config.filesPerTask(), config.bytesPerTask()));
        } catch (IllegalArgumentException refused) {
            throw new UserError(String.valueOf(refused.getMessage()), "Correct prepare-text.inputs", refused);
        } catch (IOException unreadable) {
            throw new UserError(
                    "The texts cannot be listed: " + unreadable.getMessage(),
                    "Check prepare-text.inputs = " + config.inputs() + ", the permissions, and the file system's"
                            + " settings",
                    unreadable);
        }
    }

    private static Path qualified(Configuration hadoop, String input) {
        try {
            Path path = new Path(input);
            return path.getFileSystem(hadoop).makeQualified(path);
        } catch (IOException unreachable) {
            throw new UserError(
                    "The input " + input + " cannot be reached: " + unreachable.getMessage(),
                    "Check prepare-text.inputs and the file system's settings",
                    unreachable);
        }
    }

    /** The next run would take shards for inputs. */
    private static void requireNoOverlap(List<InputUnit> units, Path output) {
        for (InputUnit unit : units) {
            Optional<String> folder = folder(unit);
            if (folder.isPresent() && isWithin(output, new Path(folder.get()))) {
                throw new UserError(
                        "output = " + output + " lies in the input " + folder.get(),
                        "Give an --output outside of prepare.inputs");
            }
        }
    }

    private static Optional<String> folder(InputUnit unit) {
        if (unit instanceof FileChunk chunk) {
            return Optional.of(chunk.root());
        }
        return unit instanceof ContainerFile file ? file.folder() : Optional.empty();
    }

    private static boolean isWithin(Path path, Path folder) {
        for (Path above = path; above != null; above = above.getParent()) {
            if (above.equals(folder)) {
                return true;
            }
        }
        return false;
    }

    /** An entry x/y of the archive a.tar is called a.tar!x/y: no folder may give its files such names. */
    private static void requireDistinctSources(List<InputUnit> units) {
        Set<String> archives = new HashSet<>();
        units.stream()
                .filter(ContainerFile.class::isInstance)
                .map(InputUnit::input)
                .forEach(archives::add);
        for (InputUnit unit : units) {
            int mark = unit.input().indexOf('!');
            if (unit instanceof FileChunk
                    && mark > 0
                    && archives.contains(unit.input().substring(0, mark))) {
                throw new UserError(
                        "prepare.inputs: the folder " + unit.input() + " could give the same source ids as the archive "
                                + unit.input().substring(0, mark),
                        "Rename the folder");
            }
        }
    }
}
