package io.sparkformer.data.source;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a WebDataset (github.com/webdataset/webdataset): the files of a sample follow each other. One is the
 * image, one holds the label: {@code .cls} as text, or a member of a {@code .json} object. Others are passed over.
 */
final class WebDatasetEntries implements TarEntries {
    private final ContainerFile file;
    private final Delivery delivery;
    private @Nullable FileGroup group;

    WebDatasetEntries(ContainerFile file, Delivery delivery) {
        this.file = file;
        this.delivery = delivery;
    }

    @Override
    public Optional<Placement> place(EntryPath path, String source) {
        return delivery.rules().splits().splitOf(source, file.namedSplit()).map(Placement::unlabelled);
    }

    @Override
    public void file(TarMember member) throws IOException {
        SampleFileName name = SampleFileName.of(member.path());
        FileGroup current = group;
        if (current == null || !current.key().equals(name.key())) {
            end();
            current = new FileGroup(file.file().path() + "!" + name.key(), name.key(), delivery.rules());
            group = current;
        }
        current.add(name, member);
    }

    @Override
    public void end() {
        if (group != null) {
            group.deliver(file.namedSplit(), delivery);
            group = null;
        }
    }
}
