package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads TFRecord files of tf.train.Example with an encoded image, one label or several, as numbers or as texts. A
 * sample's id is the file and the byte at which its record begins.
 */
final class TfRecordReader {
    private static final int CONTENT_BUFFER_BYTES = 1 << 16;
    private static final int HEADER_BUFFER_BYTES = 64;
    /** Beside the image an example holds labels, boxes and texts. */
    private static final int MAX_REST_BYTES = 1 << 24;

    private final ContainerFile file;
    private final Delivery delivery;

    private TfRecordReader(ContainerFile file, Delivery delivery) {
        this.file = file;
        this.delivery = delivery;
    }

    /** Cuts a file at records, going from length to length without reading the data. */
    static List<InputUnit> divide(Configuration hadoop, ContainerFile file, UnitSize size) throws IOException {
        List<InputUnit> parts = new ArrayList<>();
        long start = 0;
        try (SeekableSource in = SeekableSource.open(hadoop, file, HEADER_BUFFER_BYTES)) {
            TfRecordFile records = new TfRecordFile(in, file.file().length());
            while (records.next()) {
                if (records.offset() - start >= size.bytes()) {
                    parts.add(file.withPart(FilePart.range(start, records.offset())));
                    start = records.offset();
                }
                records.skip();
            }
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException damaged) {
            // The last part, which reaches to the end, finds it too.
        }
        parts.add(file.withPart(FilePart.range(start, Long.MAX_VALUE)));
        return parts;
    }

    static void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
        new TfRecordReader(file, delivery).read(hadoop);
    }

    private void read(Configuration hadoop) throws IOException {
        long length = file.file().length();
        long from = file.part().from();
        try (SeekableSource in = SeekableSource.open(hadoop, file, CONTENT_BUFFER_BYTES)) {
            in.seek(from);
            TfRecordFile records = new TfRecordFile(in, length);
            while (in.position() < file.part().to() && next(records)) {
                take(records);
            }
        }
    }

    /** Behind a damaged length the rest is lost, which one rejection tells. */
    private boolean next(TfRecordFile records) throws IOException {
        try {
            return records.next();
        } catch (SourceFailure failure) {
            throw failure;
        } catch (IOException damage) {
            delivery.reject(
                    file.file().path(),
                    null,
                    Reason.ARCHIVE_CORRUPT,
                    "the file is damaged at byte " + records.offset() + " (" + damage.getMessage()
                            + "): what lies behind is lost; restore it from a copy and run the job again");
            return false;
        }
    }

    private void take(TfRecordFile records) throws IOException {
        String source = file.file().path() + "#" + records.offset();
        long limit = delivery.rules().limits().maxBytes();
        if (records.dataLength() > limit + MAX_REST_BYTES) {
            records.skip();
            delivery.rejectTooLarge(source, Placement.unlabelled(""), records.dataLength());
            return;
        }
        byte[] data = records.data();
        if (data == null) {
            rejectRecord(source, records.offset(), "its checksum is wrong");
            return;
        }
        ExampleFeatures features;
        try {
            features = ExampleFeatures.read(data);
        } catch (IOException malformed) {
            rejectRecord(source, records.offset(), "it is no tf.train.Example: " + malformed.getMessage());
            return;
        }
        deliver(source, features);
    }

    private void rejectRecord(String source, long offset, String fault) {
        delivery.reject(
                source,
                null,
                Reason.RECORD_CORRUPT,
                "the record at byte " + offset + " of " + file.location() + " is damaged (" + fault
                        + "): restore the file from a copy");
    }

    private void deliver(String source, ExampleFeatures features) {
        FieldNames fields = delivery.rules().fields();
        String named =
                features.firstTexts(fields.splitOr()).stream().findFirst().orElse(file.namedSplit());
        List<String> labels = features.firstTexts(
                fields.labelOr("image/class/label", "image/class/text", "label", "labels", "image/class/synset"));
        Optional<Placement> placement =
                delivery.rules().splits().splitOf(source, named).map(split -> new Placement(split, labels));
        List<String> imageNames = fields.imageOr("image/encoded", "image_raw", "image");
        List<byte[]> images = features.first(imageNames);
        if (images.size() != 1) {
            delivery.reject(
                    source,
                    placement.orElse(null),
                    images.isEmpty() ? Reason.INCOMPLETE_SAMPLE : Reason.AMBIGUOUS_SAMPLE,
                    "it has " + images.size() + " values of the feature " + String.join(" or ", imageNames)
                            + " instead of one, its features are "
                            + features.values().keySet().stream().sorted().toList()
                            + ": name the right one in prepare.fields.image");
        } else if (placement.isEmpty()) {
            delivery.rejectWithoutSplit(source);
        } else if (images.get(0).length > delivery.rules().limits().maxBytes()) {
            delivery.rejectTooLarge(source, placement.get(), images.get(0).length);
        } else {
            delivery.image(source, placement.get(), images.get(0));
        }
    }
}
