package io.sparkformer.jobs.exchange;

import org.apache.spark.broadcast.Broadcast;

/**
 * Parameters that the driver has sent to all executors.
 *
 * @param broadcast in layout order
 */
public record BroadcastParameters(Broadcast<float[]> broadcast) implements ParameterSource {
    private static final long serialVersionUID = 1;

    @Override
    public float[] parameters() {
        return broadcast.value();
    }
}
