package io.sparkformer.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The model that others serve sees an image as the one that was trained does. */
class PixelGraphTest {
    private static final int SIZE = 12;
    private static final int CHANNELS = 3;
    private static final VitConfig CONFIG =
            new VitConfig(SIZE, CHANNELS, 4, 16, 2, 2, 32, 5, VitConfig.Pooling.CLS, 0, 0);
    private static final ChannelStatistics STATISTICS =
            new ChannelStatistics(List.of(0.4, 0.5, 0.6), List.of(0.2, 0.25, 0.3));

    @Test
    void pixelGraph_ofNormalisedPixels_hasTheLogitsOfThePatches() {
        byte[] pixels = new byte[SIZE * SIZE * CHANNELS];
        new Random(1).nextBytes(pixels);
        ImageInputs inputs = new ImageInputs(SIZE, CHANNELS, CONFIG.patchSize(), STATISTICS);
        float[] patches = new float[inputs.length()];
        inputs.write(new PixelImage(SIZE, SIZE, CHANNELS, pixels), patches, 0);

        float[] trained = logits(Vit.graph(CONFIG, GraphSettings.inference(1)), "patches", patches);
        float[] served = logits(Vit.pixelGraph(CONFIG, GraphSettings.inference(1)), "pixel_values", planes(pixels));

        assertThat(trained).doesNotContain(0f);
        assertThat(served).containsExactly(trained, Offset.offset(1e-6f));
    }

    /** As a user of an exported model would prepare it: [C, H, W], each channel normalised. */
    private static float[] planes(byte[] pixels) {
        float[] planes = new float[pixels.length];
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int place = 0; place < SIZE * SIZE; place++) {
                double level = Byte.toUnsignedInt(pixels[place * CHANNELS + channel]) / 255.0;
                planes[channel * SIZE * SIZE + place] =
                        (float) ((level - STATISTICS.mean().get(channel))
                                / STATISTICS.deviation().get(channel));
            }
        }
        return planes;
    }

    private static float[] logits(ModelGraph graph, String input, float[] values) {
        float[] parameters = new float[graph.layout().length()];
        Random random = new Random(2);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = 0.2f * (float) random.nextGaussian();
        }
        try (StepPlan plan = StepPlan.forInference(graph, Engine.AUTO.create(Precision.F32))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput(input, values);
            plan.run();
            return plan.output("logits");
        }
    }
}
