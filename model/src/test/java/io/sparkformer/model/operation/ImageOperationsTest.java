package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import org.junit.jupiter.api.Test;

class ImageOperationsTest {
    private final GraphBuilder builder = new GraphBuilder(GraphSettings.training(1));
    private final Tensor image = builder.input("image", 1, 3, 5, 5);
    private final Tensor flat = builder.input("flat", 3, 5);

    @Test
    void convolution_wrongOperands_isRefusedByName() {
        Window window = Window.square(3, 1, 0);
        Tensor weight = builder.input("weight", 4, 3, 3, 3);
        assertThatThrownBy(() -> Convolution.apply(flat, weight, null, window))
                .hasMessageContaining("image flat[3, 5]: its shape must be [batch, channels, height, width]");
        assertThatThrownBy(() -> Convolution.apply(image, builder.input("narrow", 4, 2, 3, 3), null, window))
                .hasMessageContaining("weight narrow[4, 2, 3, 3]")
                .hasMessageContaining("axis 1 must have the image's 3 channels");
        assertThatThrownBy(() -> Convolution.transposed(image, weight, null, window))
                .hasMessageContaining("axis 0 must have the image's 3 channels");
        assertThatThrownBy(() -> Convolution.apply(image, weight, builder.input("bias", 3), window))
                .hasMessageContaining("bias bias[3]")
                .hasMessageContaining("[4]");
        assertThatThrownBy(() ->
                        Convolution.apply(image, builder.input("large", 4, 3, 6, 6), null, Window.square(6, 1, 0)))
                .hasMessageContaining("a window of 6 does not fit into 5 with padding 0");
    }

    @Test
    void otherOperations_wrongOperands_areRefusedByName() {
        assertThatThrownBy(() -> Pooling.apply(Pooling.Kind.MAX, flat, Window.square(2, 1, 0)))
                .hasMessageContaining("flat[3, 5]");
        assertThatThrownBy(() -> Resizing.bilinear(image, 0, 4, Resizing.Alignment.CORNERS))
                .hasMessageContaining("size 0 x 4 for image");
        Tensor channels = builder.input("channels", 3);
        assertThatThrownBy(() -> Composites.groupNorm(image, channels, channels, 2, 1e-5))
                .hasMessageContaining("2 groups of the channels of image[1, 3, 5, 5]");
        assertThatThrownBy(() -> Window.square(2, 1, 2)).hasMessageContaining("padding 2 x 2");
        assertThatThrownBy(() -> Window.square(2, 0, 0)).hasMessageContaining("stride 0 x 0");
    }
}
