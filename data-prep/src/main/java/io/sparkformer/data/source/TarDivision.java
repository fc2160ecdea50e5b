package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an archive into parts of about a size, by going from header to header without reading what lies between. A part
 * begins with a file whose name is sound and new, so that every fault of the archive lies within one part, and all parts
 * together give what the whole gives. Archives that are compressed, or that have headers for all later entries, stay
 * whole.
 */
final class TarDivision implements TarEntries {
    private final ContainerFile file;
    private final long partBytes;
    private final Function<EntryPath, String> sampleOf;
    private final Set<String> namesOfPart = new HashSet<>();
    private final List<Long> starts = new ArrayList<>(List.of(0L));
    private final List<SortedSet<String>> seenBefore = new ArrayList<>(List.of(new TreeSet<>()));
    private @Nullable String sample;
    private boolean divisible = true;

    private TarDivision(ContainerFile file, long partBytes, Function<EntryPath, String> sampleOf) {
        this.file = file;
        this.partBytes = partBytes;
        this.sampleOf = sampleOf;
    }

    /**
     * Cuts an archive.
     *
     * @param size of which the bytes count
     * @param sampleOf what files of one sample, which stay together, have in common
     */
    static List<InputUnit> divide(
            Configuration hadoop,
            ContainerFile file,
            ReadingRules rules,
            UnitSize size,
            Function<EntryPath, String> sampleOf)
            throws IOException {
        if (file.file().length() <= size.bytes()) {
            return List.of(file);
        }
        TarDivision division = new TarDivision(file, size.bytes(), sampleOf);
        boolean seekable = TarReader.readHeaders(hadoop, file, division, new Delivery(rules, division::note));
        return seekable ? division.parts() : List.of(file);
    }

    /** Second entries of a name are rejected wherever the first was. */
    private void note(SourceImage rejected) {
        if (rejected.rejection() == null || rejected.rejection().reason() != Reason.DUPLICATE_NAME) {
            return;
        }
        String name = rejected.source().substring(file.file().path().length() + 1);
        if (!namesOfPart.contains(name)) {
            seenBefore.get(starts.size() - 1).add(name);
        }
    }

    @Override
    public Optional<Placement> place(EntryPath path, String source) {
        return Optional.empty();
    }

    @Override
    public void file(TarMember member) {
        divisible &= member.independent();
        String key = sampleOf.apply(member.path());
        long start = starts.get(starts.size() - 1);
        if (!key.equals(sample) && member.headerAt() - start >= partBytes) {
            starts.add(member.headerAt());
            seenBefore.add(new TreeSet<>());
            namesOfPart.clear();
        }
        sample = key;
        namesOfPart.add(member.path().plain());
    }

    private List<InputUnit> parts() {
        if (!divisible) {
            return List.of(file);
        }
        List<InputUnit> parts = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            long end = i + 1 < starts.size() ? starts.get(i + 1) : Long.MAX_VALUE;
            parts.add(file.withPart(new FilePart(starts.get(i), end, seenBefore.get(i))));
        }
        return parts;
    }
}
