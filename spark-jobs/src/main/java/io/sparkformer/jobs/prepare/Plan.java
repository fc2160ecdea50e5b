package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.source.ContainerFile;
import io.sparkformer.data.source.InputFile;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.jobs.config.KeyDifference;
import io.sparkformer.jobs.config.ResolvedConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What there is to do, given what there is and what is prepared already. */
sealed interface Plan {
    /** Nothing: the inputs and the configuration are those that were prepared. */
    record UpToDate(PreparedData prepared) implements Plan {}

    /** The prepared inputs are unchanged, and there are more: only these are read, and their shards are added. */
    record Append(PreparedData prepared, List<InputUnit> units) implements Plan {}

    /** Everything is read; {@code previous} is null when nothing was prepared before. */
    record Rebuild(@Nullable PreparedData previous, List<InputUnit> units, String reason) implements Plan {}

    /**
     * Compares.
     *
     * @param inputs what there is
     * @param numericKeys the configuration that decides about the shards
     * @param directory where they would be prepared
     */
    static Plan of(Inputs inputs, Map<String, String> numericKeys, PreparedDirectory directory) throws IOException {
        Optional<PreparedData> newest = directory.newest();
        if (newest.isEmpty()) {
            return new Rebuild(null, inputs.units(), "nothing is prepared there yet");
        }
        PreparedData prepared = newest.get();
        Manifest manifest = prepared.manifest();
        List<KeyDifference> differences = ResolvedConfig.numericDifferences(manifest.configuration(), numericKeys);
        if (!differences.isEmpty()) {
            return new Rebuild(prepared, inputs.units(), describe(differences));
        }
        Map<String, InputFile> known = byPath(manifest.inputs());
        Map<String, InputFile> now = byPath(inputs.files());
        Optional<String> change = change(known, now);
        if (change.isEmpty()) {
            change = directory.damagedShards(manifest).stream()
                    .findFirst()
                    .map(file -> "the prepared file " + file + " is missing or damaged");
        }
        if (change.isEmpty()) {
            change = newCompanion(known.keySet(), inputs.units());
        }
        if (change.isPresent()) {
            return new Rebuild(prepared, inputs.units(), change.get());
        }
        List<InputUnit> added = without(known.keySet(), inputs.units());
        return added.isEmpty() ? new UpToDate(prepared) : new Append(prepared, added);
    }

    private static String describe(List<KeyDifference> differences) {
        return differences.stream()
                .map(difference -> difference.key() + " was " + difference.stored() + " and is " + difference.now())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, InputFile> byPath(List<InputFile> files) {
        Map<String, InputFile> byPath = new HashMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        return byPath;
    }

    private static Optional<String> change(Map<String, InputFile> known, Map<String, InputFile> now) {
        List<String> changed = known.values().stream()
                .filter(file -> !file.equals(now.get(file.path())))
                .map(file -> file.path() + (now.containsKey(file.path()) ? " has changed" : " is gone"))
                .sorted()
                .toList();
        return switch (changed.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(changed.get(0));
            default -> Optional.of(changed.get(0) + ", and " + (changed.size() - 1) + " other inputs too");
        };
    }

    /** A file with labels that came to lie beside an archive which is prepared, or an image that a table was missing. */
    private static Optional<String> newCompanion(Set<String> known, List<InputUnit> units) {
        for (InputUnit unit : units) {
            if (unit instanceof ContainerFile archive
                    && known.contains(archive.file().path())) {
                for (InputFile companion : archive.companions()) {
                    if (!known.contains(companion.path())) {
                        return Optional.of(companion.path() + " is new, and belongs to "
                                + archive.file().path());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static List<InputUnit> without(Set<String> known, List<InputUnit> units) {
        List<InputUnit> rest = new ArrayList<>();
        units.forEach(unit -> unit.without(known).ifPresent(rest::add));
        return rest;
    }
}
