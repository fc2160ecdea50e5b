package io.sparkformer.jobs.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sparkformer.jobs.cli.CodeVersion;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.Redaction;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.TrainedSamples.Count;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.weights.Initialization;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says besides its tensors; the file state.json.
 *
 * @param formatVersion of the checkpoint
 * @param codeVersion that wrote it
 * @param round rounds done
 * @param step optimizer steps done
 * @param totalSteps of the whole run
 * @param samples trained so far
 * @param optimizerSteps steps that each owner's moments have seen
 * @param openEpochs what the unfinished epochs have trained so far
 * @param numericKeys the configuration that decides the bits
 * @param fingerprint the numerics it was computed with
 * @param dataSha256 the data it was trained on
 * @param dataDirectory where that lay, without secrets
 * @param classes names of the classes
 * @param parametersSha256 hash of the parameters
 * @param configuration the whole configuration, as text
 * @param initialization where the first parameters came from; null where from the seed, and in older checkpoints
 * @param initialMerkle tree hash of the first parameters; null in older checkpoints
 * @param epochSamples samples of one epoch; 0 in older checkpoints
 * @param history the data before these; null where there were none, and in older checkpoints
 */
record CheckpointHeader(
        int formatVersion,
        String codeVersion,
        long round,
        long step,
        long totalSteps,
        long samples,
        List<Long> optimizerSteps,
        TreeMap<Long, OpenEpoch> openEpochs,
        TreeMap<String, String> numericKeys,
        String fingerprint,
        String dataSha256,
        String dataDirectory,
        List<String> classes,
        String parametersSha256,
        String configuration,
        @Nullable Initialization initialization,
        @Nullable String initialMerkle,
        long epochSamples,
        @Nullable DataHistory history) {
    /** The newest that is read. 2 is of a run that went on with other data, whose steps version 1 would count wrongly. */
    static final int FORMAT_VERSION = 2;

    private static final int WITHOUT_HISTORY = 1;

    /** An unfinished epoch in the file. The checksum is text: JSON readers lose digits of 64 bits. */
    record OpenEpoch(
            @JsonProperty("samples") long samples,
            @JsonProperty("checksum") String checksum) {}

    static CheckpointHeader of(Identity identity, RunStart start, RunState state) throws IOException {
        TreeMap<Long, OpenEpoch> open = new TreeMap<>();
        start.ledger()
                .open()
                .forEach((epoch, count) ->
                        open.put(epoch, new OpenEpoch(count.samples(), Long.toHexString(count.checksum()))));
        DataHistory history = identity.history().earlier().isEmpty() ? null : identity.history();
        return new CheckpointHeader(
                history == null ? WITHOUT_HISTORY : FORMAT_VERSION,
                CodeVersion.current(),
                state.position().round(),
                state.position().step(),
                identity.run().totalSteps(),
                start.ledger().samples(),
                Arrays.stream(state.position().optimizerSteps()).boxed().toList(),
                open,
                new TreeMap<>(identity.configuration().numericKeys(JobName.TRAIN)),
                identity.fingerprint(),
                identity.data().contentSha256(),
                Redaction.ofText(identity.run().dataDirectory()),
                DataTraits.classNames(identity.data().manifest()),
                HashParameters.of(state, start.layout()),
                identity.configuration().toJson(),
                start.initialization(),
                start.initialMerkle(),
                start.ledger().epochSamples(),
                history);
    }

    /** The data that the run was trained on before its present ones. */
    DataHistory dataHistory() {
        return history == null ? DataHistory.START : history;
    }

    /** The ledger to go on with. Where other data begin, the epoch that is open stays as it is, and is not gone on with. */
    Ledger ledger(StepGeometry geometry) {
        SortedMap<Long, Count> open = new TreeMap<>();
        if (geometry.origin().equals(dataHistory().origin())) {
            openEpochs.forEach((epoch, entry) ->
                    open.put(epoch, new Count(entry.samples(), Long.parseUnsignedLong(entry.checksum(), 16))));
        }
        return new Ledger(geometry, open, samples);
    }
}
