package io.sparkformer.data.source;

/** A format whose files are tar archives. */
sealed interface TarFormat extends InputFormat permits ClassFolders, SynsetArchives, WebDataset {
    @Override
    default boolean holds(String fileName) {
        return TarOpener.isTarName(fileName);
    }
}
