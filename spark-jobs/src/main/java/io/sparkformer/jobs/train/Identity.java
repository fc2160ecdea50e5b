package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.runtime.RunSpec;

/**
 * What a run is made of, apart from its state: enough to train it again to the same bits.
 *
 * @param run the run
 * @param configuration its configuration
 * @param data its data
 * @param fingerprint the numerics it is computed with
 * @param history the data that it was trained on before
 */
record Identity(RunSpec run, ResolvedConfig configuration, PreparedData data, String fingerprint, DataHistory history) {
    /** Of a run that has not changed its data. */
    Identity(RunSpec run, ResolvedConfig configuration, PreparedData data, String fingerprint) {
        this(run, configuration, data, fingerprint, DataHistory.START);
    }
}
