package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entries of ILSVRC's archives: one archive per synset, and in that the images; or the validation images. */
final class SynsetEntries implements TarEntries {
    /** WordNet's ids: a noun and eight digits. */
    private static final Pattern SYNSET_FILE = Pattern.compile("(?:.*/)?(n\\d{8})\\.tar");

    private static final String TAR = ".tar";

    private final ContainerFile file;
    private final ValidationLabels labels;
    private final Delivery delivery;

    private SynsetEntries(ContainerFile file, ValidationLabels labels, Delivery delivery) {
        this.file = file;
        this.labels = labels;
        this.delivery = delivery;
    }

    /**
     * Of the outer archive, or of one that lies by itself and is named after its synset.
     *
     * @param labels of the validation images, if the archive has any
     */
    static TarEntries of(ContainerFile file, ValidationLabels labels, Delivery delivery) {
        SynsetEntries outer = new SynsetEntries(file, labels, delivery);
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
        OptionalInt number = ValidationLabels.numberOf(name);
        if (number.isPresent()) {
            validationImage(member, number.getAsInt());
            return;
        }
        if (!name.endsWith(TAR) || name.length() == TAR.length()) {
            delivery.reject(
                    member.source(),
                    null,
                    Reason.OUTSIDE_CLASS_FOLDER,
                    "an archive of format ilsvrc holds one archive per class, <class>.tar, or validation images,"
                            + " ILSVRC2012_val_<number>.JPEG, and nothing else: take it out, or choose another"
                            + " prepare.format");
            return;
        }
        Images images = new Images(name.substring(0, name.length() - TAR.length()));
        new TarWalk(member.source(), images, delivery, FilePart.WHOLE).read(TarBytes.of(member.content()));
    }

    private void validationImage(TarMember member, int number) throws IOException {
        Optional<String> split = split(member.source());
        Optional<String> className = labels.classOf(number);
        if (split.isEmpty()) {
            delivery.rejectWithoutSplit(member.source());
        } else if (className.isEmpty()) {
            delivery.reject(
                    member.source(),
                    Placement.unlabelled(split.get()),
                    Reason.INCOMPLETE_SAMPLE,
                    "it has no label: put a file ..._validation_ground_truth.txt with a line for each image beside the"
                            + " archive, whose name must say val");
        } else {
            member.deliver(Placement.of(split.get(), className.get()), delivery);
        }
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
