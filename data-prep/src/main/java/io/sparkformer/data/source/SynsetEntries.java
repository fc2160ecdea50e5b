package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entries of ILSVRC's archives: one archive per synset, and in that the images. */
final class SynsetEntries implements TarEntries {
    /** WordNet's ids: a noun and eight digits. */
    private static final Pattern SYNSET_FILE = Pattern.compile("(?:.*/)?(n\\d{8})\\.tar");

    private static final String TAR = ".tar";

    private final ContainerFile file;
    private final Delivery delivery;

    private SynsetEntries(ContainerFile file, Delivery delivery) {
        this.file = file;
        this.delivery = delivery;
    }

    /** Of the outer archive, or of one that lies by itself and is named after its synset. */
    static TarEntries of(ContainerFile file, Delivery delivery) {
        SynsetEntries outer = new SynsetEntries(file, delivery);
        Matcher matcher = SYNSET_FILE.matcher(file.file().path());
        return matcher.matches() ? outer.new Images(matcher.group(1)) : outer;
    }

    /** Whether a file's name is that of one synset's archive. */
    static boolean isSynsetFile(String name) {
        return SYNSET_FILE.matcher(name).matches();
    }

    @Override
    public Optional<Placement> place(EntryPath path, String source) {
        return split(source).map(Placement::unlabelled);
    }

    private Optional<String> split(String source) {
        return delivery.rules().splits().splitOf(source, file.namedSplit());
    }

    @Override
    public void file(TarMember member) throws IOException {
        String name = member.path().name();
        if (!name.endsWith(TAR) || name.length() == TAR.length()) {
            delivery.reject(
                    member.source(),
                    null,
                    Reason.OUTSIDE_CLASS_FOLDER,
                    "an archive of format ilsvrc holds one archive per class, <class>.tar, and nothing else: take it"
                            + " out, or choose another prepare.format");
            return;
        }
        Images images = new Images(name.substring(0, name.length() - TAR.length()));
        new TarWalk(member.source(), images, delivery, FilePart.WHOLE).read(TarBytes.of(member.content()));
    }

    /** The images of one class, side by side. */
    private final class Images implements TarEntries {
        private final String className;

        Images(String className) {
            this.className = className;
        }

        @Override
        public Optional<Placement> place(EntryPath path, String source) {
            return split(source).map(split -> Placement.of(split, className));
        }

        @Override
        public void file(TarMember member) throws IOException {
            Optional<Placement> placement = place(member.path(), member.source());
            if (placement.isPresent()) {
                member.deliver(placement.get(), delivery);
            } else {
                delivery.rejectWithoutSplit(member.source());
            }
        }
    }
}
