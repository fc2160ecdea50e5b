package io.sparkformer.jobs.prepare;

import io.sparkformer.data.image.PatchOrder;
import io.sparkformer.data.image.RejectedImageException;
import io.sparkformer.data.image.SquareDecoder;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.source.ContainerFile;
import io.sparkformer.data.source.InputReader;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.Rejection;
import io.sparkformer.data.source.SourceImage;
import io.sparkformer.data.source.UnitSize;
import io.sparkformer.data.source.UnitSummary;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;
import org.jspecify.annotations.Nullable;

/**
 * Images: each becomes one record.
 *
 * @param settings what tasks must know of the configuration
 */
record ImageModality(PreparationSettings settings) implements Modality {
    @Override
    public ImageSchema schema() {
        return settings.schema();
    }

    @Override
    public long shardCapacity(long shardBytes) {
        return schema().shardRecords(shardBytes);
    }

    @Override
    public boolean hasFullShards() {
        return true;
    }

    @Override
    public boolean mayDivide(InputUnit unit, UnitSize size) {
        return unit instanceof ContainerFile file
                && (file.file().length() > size.bytes() || file.format().listsFiles());
    }

    @Override
    public List<InputUnit> divide(Configuration hadoop, InputUnit unit, UnitSize size) throws IOException {
        return InputReader.divide(hadoop, unit, settings.rules(), size);
    }

    @Override
    public Decoding<SourceImage> decoding() {
        return new ImageDecoding(settings);
    }

    @Override
    public RecordMaker recordMaker(int classes, boolean statistics) {
        return new ImageMaker(schema(), classes, statistics ? new MultivariateOnlineSummarizer() : null);
    }

    private static final class ImageDecoding implements Decoding<SourceImage> {
        private final PreparationSettings settings;
        private final SquareDecoder decoder;
        private final PatchOrder order;

        ImageDecoding(PreparationSettings settings) {
            this.settings = settings;
            ImageSchema schema = settings.schema();
            this.decoder = new SquareDecoder(schema.channels(), settings.limits(), schema.size(), settings.fit());
            this.order = new PatchOrder(schema.size(), schema.channels(), schema.patch());
        }

        @Override
        public UnitSummary read(Configuration hadoop, InputUnit unit, Consumer<SourceImage> consumer)
                throws IOException {
            return InputReader.read(hadoop, unit, settings.rules(), consumer);
        }

        @Override
        public SampleKey key(SourceImage input) {
            return SampleKey.of(input.split(), input.source());
        }

        @Override
        public DecodedInput decode(SourceImage input) {
            Rejection rejection = input.rejection();
            if (rejection != null) {
                return new DecodedInput.Rejected(
                        input.classNames(), rejection.reason().name(), rejection.message());
            }
            try {
                return new DecodedInput.Accepted(input.classNames(), patches(input.bytes()));
            } catch (RejectedImageException rejected) {
                String message = String.valueOf(rejected.getMessage());
                return new DecodedInput.Rejected(
                        input.classNames(), rejected.reason().name(), message);
            }
        }

        private byte[] patches(byte @Nullable [] encoded) throws RejectedImageException {
            if (encoded == null) {
                throw new IllegalStateException("an input without bytes must have a rejection");
            }
            return order.toPatches(decoder.decode(encoded));
        }
    }

    private static final class ImageMaker implements RecordMaker {
        private final ImageSchema schema;
        private final long[] samplesPerClass;
        private final @Nullable MultivariateOnlineSummarizer moments;

        ImageMaker(ImageSchema schema, int classes, @Nullable MultivariateOnlineSummarizer moments) {
            this.schema = schema;
            this.samplesPerClass = new long[classes];
            this.moments = moments;
        }

        @Override
        public void add(ShardContent.Sample sample, RecordTarget target) throws IOException {
            for (int label : sample.labels()) {
                samplesPerClass[label]++;
            }
            if (moments != null) {
                moments.add(ChannelMoments.ofImage(sample.payload(), schema));
            }
            target.write(new ImageRecord(sample.labels(), sample.payload()), sample.source());
        }

        @Override
        public void finish(RecordTarget target) {
            // Nothing waits.
        }

        @Override
        public long[] samplesPerClass() {
            return samplesPerClass;
        }

        @Override
        public ShardStatistics statistics() {
            return moments == null ? new ShardStatistics.None() : new ShardStatistics.Channels(moments);
        }
    }
}
