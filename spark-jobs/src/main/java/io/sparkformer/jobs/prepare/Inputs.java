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
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.PrepareConfig;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * All input there is.
 *
 * @param units each the work of one task
 * @param files in the byte order of their paths, however the configuration lists the inputs
 * @param formats of the inputs
 * @param emptyClassFolders class folders, not those of archives, without files
 * @param ignored hidden and system files in folders
 */
record Inputs(
        List<InputUnit> units,
        List<InputFile> files,
        Set<InputFormat> formats,
        SortedSet<String> emptyClassFolders,
        long ignored) {
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
        return new Inputs(listing.units(), files, listing.formats(), listing.emptyClassFolders(), listing.ignored());
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

    /** The formats as the manifest keeps them; empty for class folders alone, as of old. */
    String formatNames() {
        List<String> names = formats.stream().map(InputFormat::word).sorted().toList();
        return names.equals(List.of("folders")) ? "" : String.join(", ", names);
    }

    /** How classes are ordered where no list says: by number if all inputs number them. */
    Comparator<String> classOrder() {
        return !formats.isEmpty() && formats.stream().allMatch(InputFormat::isNumbered)
                ? ClassOrder.BY_NUMBER
                : ClassOrder.BY_NAME;
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
