package io.sparkformer.model.interchange;

import java.io.IOException;
import java.io.InputStream;

/** A safetensors file, wherever it lies. It is read twice: its header first, and its tensors once all headers fit. */
public interface WeightsFile {
    /** What messages call it. */
    String name();

    /** Its length. */
    long bytes() throws IOException;

    /** Its content from the beginning, buffered; the caller closes it. */
    InputStream open() throws IOException;
}
