package io.sparkformer.data.source;

import java.io.IOException;
import java.util.Optional;

/** The entries of an archive of class folders. */
final class ClassFolderEntries implements TarEntries {
    private final String archive;
    private final SplitRule splits;
    private final Delivery delivery;

    ClassFolderEntries(String archive, Delivery delivery) {
        this.archive = archive;
        this.splits = delivery.rules().splits();
        this.delivery = delivery;
    }

    @Override
    public Optional<Placement> place(EntryPath path, String source) {
        return path.place(source, splits);
    }

    @Override
    public void folder(EntryPath path) {
        path.classFolder(splits).ifPresent(folder -> delivery.classFolder(archive + "!" + folder));
    }

    @Override
    public void file(TarMember member) throws IOException {
        Optional<Placement> placement = place(member.path(), member.source());
        if (placement.isEmpty()) {
            delivery.rejectOutsideClassFolder(member.source());
            return;
        }
        member.path().folder().classFolder(splits).ifPresent(folder -> delivery.filledFolder(archive + "!" + folder));
        member.deliver(placement.get(), delivery);
    }
}
