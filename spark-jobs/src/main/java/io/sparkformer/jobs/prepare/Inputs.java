package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.FileChunk;
import io.sparkformer.data.source.InputFile;
import io.sparkformer.data.source.InputListing;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.SourceKeys;
import io.sparkformer.data.source.SplitRule;
import io.sparkformer.data.source.TarArchive;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.PrepareConfig;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * All input there is.
 *
 * @param units each the work of one task
 * @param files in the byte order of their paths, however the configuration lists the inputs
 * @param emptyClassFolders class folders, not those of archives, without files
 * @param ignored hidden and system files in folders
 */
record Inputs(List<InputUnit> units, List<InputFile> files, SortedSet<String> emptyClassFolders, long ignored) {
    private static final Comparator<InputFile> BY_PATH = Comparator.comparing(InputFile::path, SourceKeys.UTF8_ORDER);

    /**
     * Lists everything that {@code prepare.inputs} names.
     *
     * @param output the directory to write to, which must not lie in an input
     * @throws UserError naming the input that is missing, unreadable or empty
     */
    static Inputs list(Configuration hadoop, PrepareConfig config, SplitRule rule, Path output) {
        InputListing listing = list(hadoop, config, rule);
        requireNoOverlap(listing.units(), output);
        requireDistinctSources(listing.units());
        if (listing.files().isEmpty()) {
            throw new UserError(
                    "prepare.inputs = " + config.inputs() + " hold no images",
                    "Lay them out as " + rule.layout() + ", or correct prepare.inputs or prepare.splits");
        }
        List<InputFile> files = listing.files().stream().sorted(BY_PATH).toList();
        return new Inputs(listing.units(), files, listing.emptyClassFolders(), listing.ignored());
    }

    private static InputListing list(Configuration hadoop, PrepareConfig config, SplitRule rule) {
        try {
            return InputListing.list(hadoop, config.inputs(), rule, config.filesPerTask());
        } catch (IllegalArgumentException refused) {
            throw new UserError(String.valueOf(refused.getMessage()), "Correct prepare.inputs", refused);
        } catch (IOException unreadable) {
            throw new UserError(
                    "The images cannot be listed: " + unreadable.getMessage(),
                    "Check prepare.inputs = " + config.inputs() + ", the permissions, and the file system's settings",
                    unreadable);
        }
    }

    /** The next run would take shards for inputs. */
    private static void requireNoOverlap(List<InputUnit> units, Path output) {
        for (InputUnit unit : units) {
            if (unit instanceof FileChunk chunk && isWithin(output, new Path(chunk.root()))) {
                throw new UserError(
                        "output = " + output + " lies in the input " + chunk.root(),
                        "Give an --output outside of prepare.inputs");
            }
        }
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
                .filter(TarArchive.class::isInstance)
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
