package io.sparkformer.data.source;

import java.io.IOException;
import java.util.Optional;

/** What the layout of an archive makes of its entries. All entries that it gets have safe and visible names. */
interface TarEntries {
    /** Where an entry belongs, as far as its name tells; empty if it can become no sample. */
    Optional<Placement> place(EntryPath path, String source);

    /** An entry for a folder. */
    default void folder(EntryPath path) {}

    /**
     * A regular file whose name has not occurred before.
     *
     * @throws IOException when the archive turns out to be damaged
     */
    void file(TarMember member) throws IOException;

    /** There are no more entries. */
    default void end() {}
}
