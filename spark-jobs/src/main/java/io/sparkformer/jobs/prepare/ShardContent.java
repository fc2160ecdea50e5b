package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.QuarantineEntry;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.prepare.DecodedInput.Pixels;
import io.sparkformer.jobs.prepare.DecodedInput.Rejected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The sorted inputs of one partition: hands out the samples, and on the way counts them, takes their statistics, puts
 * rejections aside and refuses source ids that occur twice.
 */
final class ShardContent implements Iterator<ShardContent.Sample> {
    private final Iterator<Tuple2<byte[], byte[]>> inputs;
    private final ShardTask.Version version;
    private final String split;
    private final Map<String, Integer> labels = new HashMap<>();
    private final long[] samplesPerClass;
    private final List<QuarantineEntry> rejected = new ArrayList<>();
    private final @Nullable MultivariateOnlineSummarizer statistics;
    private byte @Nullable [] previousKey;
    private @Nullable Sample next;

    /** A sample to write. */
    record Sample(int label, byte[] patches, String source) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Sample that
                    && label == that.label
                    && source.equals(that.source)
                    && Arrays.equals(patches, that.patches);
        }

        @Override
        public int hashCode() {
            return 31 * source.hashCode() + label;
        }
    }

    ShardContent(ShardTask.Version version, String split, Iterator<Tuple2<byte[], byte[]>> inputs) {
        this.inputs = inputs;
        this.version = version;
        this.split = split;
        for (String name : version.classes()) {
            labels.put(name, labels.size());
        }
        this.samplesPerClass = new long[labels.size()];
        this.statistics = split.equals(version.statisticsSplit()) ? new MultivariateOnlineSummarizer() : null;
    }

    @Override
    public boolean hasNext() {
        while (next == null && inputs.hasNext()) {
            Tuple2<byte[], byte[]> input = inputs.next();
            SampleKey key = SampleKey.ofBytes(input._1());
            DecodedInput decoded = DecodedInput.ofBytes(input._2());
            if (decoded instanceof Pixels pixels) {
                // Of samples only: the second entry of a name in an archive is rejected, under the name of the first.
                requireNewSource(input._1());
                next = sample(key, pixels);
            } else if (decoded instanceof Rejected refused) {
                rejected.add(new QuarantineEntry(
                        key.source(),
                        key.split(),
                        refused.className(),
                        refused.reason().name(),
                        refused.message()));
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

    private Sample sample(SampleKey key, Pixels pixels) {
        Integer label = labels.get(pixels.className());
        if (label == null) {
            throw new UserError(
                    "The inputs have changed while they were read: " + key.source() + " has the new class "
                            + pixels.className(),
                    "Run again when nothing writes to the inputs");
        }
        samplesPerClass[label]++;
        if (statistics != null) {
            statistics.add(ChannelMoments.ofImage(pixels.patches(), version.schema()));
        }
        return new Sample(label, pixels.patches(), key.source());
    }

    /** Equal ids have equal hashes and so meet in one partition, one after the other. */
    private void requireNewSource(byte[] key) {
        if (Arrays.equals(key, previousKey)) {
            throw new UserError(
                    "The source id " + SampleKey.ofBytes(key).source() + " occurs twice",
                    "Rename one of the two inputs, so that every image has a name of its own");
        }
        previousKey = key;
    }

    /** What was put aside, once all samples are handed out. */
    List<QuarantineEntry> rejected() {
        return Collections.unmodifiableList(rejected);
    }

    /** The account of the partition, once all samples are handed out. */
    ShardResult result(@Nullable ShardEntry entry) {
        return new ShardResult(split, entry, rejected.size(), samplesPerClass, statistics);
    }
}
