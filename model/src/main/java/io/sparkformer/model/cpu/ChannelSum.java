package io.sparkformer.model.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/** The sum of each channel of images [B, C, H, W], sample by sample: the gradient of a bias. */
final class ChannelSum implements Kernel {
    private final long samples;
    private final int channels;
    private final int places;
    private final Matrix images;
    private final FloatPointer sums;
    private final FloatPointer ones;

    ChannelSum(View images, View sums) {
        this.samples = images.shape()[0];
        this.channels = Math.toIntExact(images.shape()[1]);
        this.places = Math.toIntExact(images.shape()[2] * images.shape()[3]);
        this.images = new Matrix(images, (long) channels * places);
        this.sums = (FloatPointer) sums.storage().pointer(sums.offset());
        float[] values = new float[places];
        Arrays.fill(values, 1);
        this.ones = new FloatPointer(values);
    }

    @Override
    public void run() {
        for (long sample = 0; sample < samples; sample++) {
            float keep = sample == 0 ? 0 : 1;
            cblas_sgemv(
                    CblasRowMajor,
                    CblasNoTrans,
                    channels,
                    places,
                    1,
                    images.row(sample),
                    places,
                    ones,
                    1,
                    keep,
                    sums,
                    1);
        }
    }
}
