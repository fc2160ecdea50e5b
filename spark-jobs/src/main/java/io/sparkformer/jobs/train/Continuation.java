package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.runtime.DataOrigin;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a stored run goes on: with the data it has, or, where {@code training.continue-on-new-data} allows it, with others.
 *
 * <p>With other data a new phase begins. The model, the optimizer's moments, the outer velocity and the moving average go
 * on; the open epoch is closed as far as it came; epochs and the learning rate's schedule begin anew, under numbers that
 * were not used before. All of it follows from the checkpoint, the data and the configuration, so that a phase which is
 * killed before its first checkpoint begins again with the same bits.
 */
final class Continuation {
    private Continuation() {}

    /**
     * The history of the run that goes on.
     *
     * @throws UserError if what decides its bits has changed, or the data have and must not
     */
    static DataHistory of(CheckpointHeader stored, ResolvedConfig now, PreparedData data) {
        boolean same = stored.dataSha256().equals(data.contentSha256());
        if (same || !now.experiment().training().continueOnNewData()) {
            ResumeCheck.require(stored, now, data);
            return stored.dataHistory();
        }
        ResumeCheck.requireModel(stored, now);
        requireClasses(stored.classes(), data, now);
        return newPhase(stored);
    }

    /** A label is an index into the list of classes: what was learned of it must keep its meaning, and its place. */
    private static void requireClasses(List<String> before, PreparedData data, ResolvedConfig now) {
        List<String> after = data.manifest().classes();
        if (after.size() < before.size() || !after.subList(0, before.size()).equals(before)) {
            throw new UserError(
                    "training.continue-on-new-data: the classes of the new data, " + after + ", do not begin with those"
                            + " that the model was trained for, " + before
                            + ", so that labels would change their meaning",
                    "Prepare the new images with a list of classes that begins with the old ones (prepare.classes), or"
                            + " give another --output to start a new run");
        }
        int outputs = outputs(now, before.size());
        if (outputs(now, after.size()) != outputs) {
            throw new UserError(
                    "training.continue-on-new-data: the new data have " + after.size() + " classes, the model was built"
                            + " for " + outputs,
                    "Begin a new run with model.classes large enough for classes to come, and weights from this one"
                            + " (--init-from)");
        }
    }

    private static int outputs(ResolvedConfig now, int classes) {
        Integer configured = now.experiment().model().classes();
        return configured == null ? classes : configured;
    }

    private static DataHistory newPhase(CheckpointHeader stored) {
        DataOrigin origin = stored.dataHistory().origin();
        SortedMap<String, String> plan = ResumeCheck.planOf(ResumeCheck.numericKeys(stored));
        long epochs = Long.parseLong(plan.get(ResumeCheck.EPOCHS));
        long planned = stored.totalSteps() - origin.step();
        long steps = stored.step() - origin.step();
        DataPhase ended = new DataPhase(
                origin,
                stored.dataSha256(),
                stored.dataDirectory(),
                steps,
                planned,
                stored.epochSamples(),
                untrained(stored),
                new TreeMap<>(plan));
        long stepsPerEpoch = planned / epochs;
        long begunEpochs = (steps + stepsPerEpoch - 1) / stepsPerEpoch;
        return stored.dataHistory().followedFrom(new DataOrigin(stored.step(), origin.epoch() + begunEpochs), ended);
    }

    private static @Nullable Long untrained(CheckpointHeader stored) {
        if (stored.openEpochs().isEmpty()) {
            return 0L;
        }
        return stored.epochSamples() == 0
                ? null
                : stored.openEpochs().values().stream()
                        .mapToLong(open -> stored.epochSamples() - open.samples())
                        .sum();
    }
}
