package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException;
import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of one sample of a WebDataset, gathered until the next sample begins. Holds one image at most. */
final class FileGroup {
    /** Of a file that holds a label; real ones take a few kilobytes. */
    private static final int MAX_LABEL_BYTES = 1 << 20;

    private static final String TEXT = "cls";
    private static final String JSON = "json";

    private final String source;
    private final String key;
    private final ReadingRules rules;
    private String imageSource = "";
    private long imageLength;
    private byte @Nullable [] image;
    private byte @Nullable [] text;
    private byte @Nullable [] json;
    private @Nullable Rejection rejection;

    /**
     * Begins a sample.
     *
     * @param source its id, if it has no image
     * @param key that its files share
     */
    FileGroup(String source, String key, ReadingRules rules) {
        this.source = source;
        this.key = key;
        this.rules = rules;
    }

    String key() {
        return key;
    }

    void add(SampleFileName name, TarMember member) throws IOException {
        if (isImage(name)) {
            addImage(member);
        } else if (name.extension().equals(textExtension())) {
            text = label(member);
        } else if (name.extension().equals(JSON)) {
            json = label(member);
        }
    }

    private String textExtension() {
        String wanted = rules.fields().label();
        return wanted.isBlank() ? TEXT : wanted.toLowerCase(Locale.ROOT);
    }

    private boolean isImage(SampleFileName name) {
        String wanted = rules.fields().image();
        return wanted.isBlank() ? name.isImage() : name.extension().equals(wanted.toLowerCase(Locale.ROOT));
    }

    private void addImage(TarMember member) throws IOException {
        if (!imageSource.isEmpty()) {
            refuse(
                    Reason.AMBIGUOUS_SAMPLE,
                    "it has more than one image, this and " + member.path().plain()
                            + ": name the extension of the right one in prepare.fields.image");
            return;
        }
        imageSource = member.source();
        imageLength = member.size();
        if (member.size() <= rules.limits().maxBytes()) {
            image = member.bytes();
        }
    }

    private byte @Nullable [] label(TarMember member) throws IOException {
        if (member.size() > MAX_LABEL_BYTES) {
            refuse(
                    Reason.TOO_MANY_BYTES,
                    "its label " + member.path().plain() + " has " + member.size() + " bytes, at most "
                            + MAX_LABEL_BYTES + " are read: shorten it");
            return null;
        }
        return member.bytes();
    }

    /** The first fault counts. */
    private void refuse(Reason reason, String message) {
        if (rejection == null) {
            rejection = new Rejection(reason, message);
        }
    }

    /** Hands the sample on. */
    void deliver(String namedSplit, Delivery delivery) {
        String id = imageSource.isEmpty() ? source : imageSource;
        List<String> labels = labels();
        Optional<Placement> placement =
                rules.splits().splitOf(id, namedSplit).map(split -> new Placement(split, labels));
        byte[] bytes = image;
        if (imageSource.isEmpty()) {
            refuse(
                    Reason.INCOMPLETE_SAMPLE,
                    "it has no image: the files of a sample must share a name and follow each other, and"
                            + " prepare.fields.image, if set, must be the image's extension");
        }
        if (rejection != null) {
            delivery.reject(id, placement.orElse(null), rejection.reason(), rejection.message());
        } else if (placement.isEmpty()) {
            delivery.rejectWithoutSplit(id);
        } else if (bytes == null) {
            delivery.rejectTooLarge(id, placement.get(), imageLength);
        } else {
            delivery.image(id, placement.get(), bytes);
        }
    }

    private List<String> labels() {
        if (text != null) {
            return rules.labels().split(new String(text, StandardCharsets.UTF_8));
        }
        if (json == null) {
            return List.of();
        }
        try {
            return JsonLabels.read(json, rules.fields().labelOr("label", "labels", TEXT, "class"), rules.labels());
        } catch (RejectedImageException unusable) {
            refuse(unusable.reason(), String.valueOf(unusable.getMessage()));
            return List.of();
        }
    }
}
