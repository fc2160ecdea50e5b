package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.Fingerprint;
import io.sparkformer.data.manifest.QuarantineEntry;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.prepare.DecodedInput.Accepted;
import io.sparkformer.jobs.prepare.DecodedInput.Rejected;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The sorted inputs of one partition: hands out the samples, and on the way counts them, puts rejections
 * aside and refuses source ids that occur twice.
 */
final class ShardContent implements Iterator<ShardContent.Sample> {
    private final Iterator<Tuple2<byte[], byte[]>> inputs;
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<QuarantineEntry> rejected = new ArrayList<>();
    private final ByteArrayOutputStream fingerprints = new ByteArrayOutputStream();
    private long samples;
    private byte @Nullable [] previousKey;
    private @Nullable Sample next;

    /** A sample to write. */
    record Sample(int[] labels, byte[] payload, String source) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Sample that
                    && Arrays.equals(labels, that.labels)
                    && source.equals(that.source)
                    && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return 31 * source.hashCode() + Arrays.hashCode(labels);
        }
    }

    /**
     * The content of a partition.
     *
     * @param classes by label
     */
    ShardContent(List<String> classes, Iterator<Tuple2<byte[], byte[]>> inputs) {
        this.inputs = inputs;
        for (String name : classes) {
            labels.put(name, labels.size());
        }
    }

    @Override
    public boolean hasNext() {
        while (next == null && inputs.hasNext()) {
            Tuple2<byte[], byte[]> input = inputs.next();
            SampleKey key = SampleKey.ofBytes(input._1());
            DecodedInput decoded = DecodedInput.ofBytes(input._2());
            if (decoded instanceof Accepted accepted) {
                requireNewSource(input._1());
                next = sample(key, accepted);
                keep(accepted.facts().fingerprint());
            } else if (decoded instanceof Rejected refused) {
                rejected.add(new QuarantineEntry(
                        key.source(),
                        key.split(),
                        String.join(";", refused.classNames()),
                        refused.reason(),
                        refused.message(),
                        refused.excerpt()));
            }
        }
        return next != null;
    }

    @Override
    public Sample next() {
        Sample sample = hasNext() ? next : null;
        if (sample == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return sample;
    }

    private void keep(@Nullable Fingerprint fingerprint) {
        if (fingerprint != null) {
            ByteBuffer bytes = ByteBuffer.allocate(Fingerprint.BYTES);
            fingerprint.put(bytes);
            fingerprints.writeBytes(bytes.array());
        }
    }

    private Sample sample(SampleKey key, Accepted accepted) {
        int[] sampleLabels = accepted.classNames().stream()
                .mapToInt(name -> label(key, name))
                .toArray();
        samples++;
        return new Sample(sampleLabels, accepted.payload(), key.source());
    }

    private int label(SampleKey key, String className) {
        Integer label = labels.get(className);
        if (label == null) {
            throw new UserError(
                    "The inputs have changed while they were read: " + key.source() + " has the new class " + className,
                    "Run again when nothing writes to the inputs");
        }
        return label;
    }

    /**
     * Equal ids have equal hashes and so meet in one partition, one after the other. Rejections may share the id of a
     * sample: second entries of a name.
     */
    private void requireNewSource(byte[] key) {
        if (Arrays.equals(key, previousKey)) {
            throw new UserError(
                    "The source id " + SampleKey.ofBytes(key).source() + " occurs twice",
                    "Rename one of the two inputs, so that every one has a name of its own");
        }
        previousKey = key;
    }

    /** What was put aside, once all samples are handed out. */
    List<QuarantineEntry> rejected() {
        return Collections.unmodifiableList(rejected);
    }

    /** How many samples were handed out. */
    long samples() {
        return samples;
    }

    /** The fingerprints of the samples that were handed out, one behind another; none where duplicates stay. */
    byte[] fingerprints() {
        return fingerprints.toByteArray();
    }
}
