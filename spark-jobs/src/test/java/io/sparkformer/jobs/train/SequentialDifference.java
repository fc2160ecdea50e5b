package io.sparkformer.jobs.train;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.ArrayState;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.exchange.compress.NaiveCodecs;
import io.sparkformer.model.train.LocalResult;

/**
 * What one worker sends of a round and keeps of it, written down as it is defined (Karimireddy et al. 2019, algorithm 2), element by
 * element.
 *
 * @param weight of its samples
 * @param sent C(d + e)
 * @param sentMoments differences of averaged moments; empty where they are not averaged
 * @param residual e'; empty where none is kept
 */
record SequentialDifference(double weight, float[] sent, float[][] sentMoments, float[] residual) {
    static SequentialDifference of(StateLayout layout, ArrayState before, LocalResult result, int worker) {
        double weight = result.totals().weight();
        float[] kept = layout.hasResiduals() ? before.residuals()[worker] : new float[0];
        if (!layout.compression().sendsDifferences() || weight == 0) {
            return new SequentialDifference(weight, new float[0], new float[0][], kept);
        }
        float[] after = result.state().parameters();
        float[] all = new float[after.length];
        for (int i = 0; i < all.length; i++) {
            double difference = (double) after[i] - before.parameters()[i];
            all[i] = (float) (kept.length > 0 ? difference + kept[i] : difference);
        }
        float[] sent = NaiveCodecs.of(layout.sent(StateVector.PARAMETERS), all);
        float[] left = new float[kept.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = all[i] - sent[i];
        }
        return new SequentialDifference(
                weight,
                sent,
                moments(layout, before, result),
                NaiveCodecs.of(layout.stored(StateVector.residual(worker)), left));
    }

    private static float[][] moments(StateLayout layout, ArrayState before, LocalResult result) {
        boolean averaged = layout.policy() == OptimizerStatePolicy.AVERAGE;
        float[][] sent = new float[averaged ? layout.moments() : 0][layout.length()];
        for (int moment = 0; moment < sent.length; moment++) {
            for (int i = 0; i < layout.length(); i++) {
                sent[moment][i] = result.state().optimizer().slots()[moment][i] - before.moments()[0][moment][i];
            }
            sent[moment] = NaiveCodecs.of(layout.sent(StateVector.moment(0, moment)), sent[moment]);
        }
        return sent;
    }
}
