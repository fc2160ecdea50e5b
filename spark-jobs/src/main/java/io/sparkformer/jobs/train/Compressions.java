package io.sparkformer.jobs.train;

import io.sparkformer.jobs.config.Bf16CompressionSettings;
import io.sparkformer.jobs.config.CompressionSettings;
import io.sparkformer.jobs.config.Int8CompressionSettings;
import io.sparkformer.jobs.config.TopKCompressionSettings;
import io.sparkformer.jobs.exchange.compress.Compression;

/** From configured compression to the exchange's. */
final class Compressions {
    private Compressions() {}

    static Compression of(CompressionSettings settings) {
        if (settings instanceof Bf16CompressionSettings bf16) {
            return Compression.bf16(bf16.errorFeedback());
        }
        if (settings instanceof Int8CompressionSettings int8) {
            return Compression.int8(int8.blockLength(), int8.errorFeedback());
        }
        if (settings instanceof TopKCompressionSettings topK) {
            return Compression.topK(topK.keptFraction());
        }
        return Compression.NONE;
    }
}
