package io.sparkformer.jobs.runtime;

import io.sparkformer.data.augment.EvaluationTransform;
import io.sparkformer.data.image.PatchOrder;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.plan.InputValues;
import java.io.IOException;
import java.util.Map;

/** Images, cropped and scaled as evaluation has it. */
final class ImageInferenceInputs implements InferenceInputs {
    private static final int[] NO_LABELS = {};

    private final ImageClassifier model;
    private final Targets targets;
    private final SplitReader<ImageRecord> split;
    private final PatchOrder stored;
    private final EvaluationTransform transform;
    private final ImageInputs images;
    private final BatchBuffers buffers;
    private final float[] patches;
    private final float[] targetValues;
    private Map<String, InputValues> values = Map.of();

    ImageInferenceInputs(RunSpec run, PreparedData data, String split, int batchSize) {
        this.model = run.classifier();
        this.targets = new Targets(model.classes(), run.experiment().training().loss(), 0);
        this.split = data.split(split);
        ImageSchema schema = data.manifest().images().schema();
        this.stored = new PatchOrder(schema.size(), schema.channels(), schema.patch());
        this.transform = new EvaluationTransform(run.experiment().evaluation().cropFraction());
        this.images = new ImageInputs(
                model.imageSize(),
                model.channels(),
                model.patchSize(),
                data.manifest().statistics());
        this.buffers = new BatchBuffers(batchSize);
        this.patches = buffers.reals("patches", images.length());
        this.targetValues = buffers.reals("targets", model.classes());
    }

    @Override
    public Asked load(long first, int samples) throws IOException {
        int[][] truth = new int[samples][];
        for (int i = 0; i < samples; i++) {
            ImageRecord record = split.read(first + i);
            PixelImage image = transform.apply(stored.toImage(record.patches()), model.imageSize());
            images.write(image, patches, i * images.length());
            truth[i] = record.labels();
            targets.write(targetValues, i * model.classes(), truth[i], 1, NO_LABELS);
        }
        values = buffers.toBatch(samples).inputs();
        return Asked.ofSamples(truth);
    }

    @Override
    public Map<String, InputValues> values() {
        return values;
    }

    @Override
    public ImageRecord record(long sample) throws IOException {
        return split.read(sample);
    }

    @Override
    public int[] labels(long sample) throws IOException {
        return record(sample).labels();
    }

    @Override
    public String source(long sample) throws IOException {
        return split.source(sample);
    }

    @Override
    public void close() throws IOException {
        split.close();
    }
}
