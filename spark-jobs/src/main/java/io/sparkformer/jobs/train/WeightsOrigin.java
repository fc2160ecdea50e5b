package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.weights.InitialWeights;
import io.sparkformer.jobs.weights.Initialization;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** The beginning of a run from the weights that its configuration names. */
final class WeightsOrigin implements StateOrigin {
    private static final long serialVersionUID = 1;

    private final RunSpec run;
    private final Initialization initialization;
    /** What the driver has read to check it; executors read it anew, from where the driver did. */
    private final transient float @Nullable [] parameters;

    private WeightsOrigin(RunSpec run, InitialWeights weights) {
        this.run = run;
        this.initialization = weights.origin();
        this.parameters = weights.parameters();
    }

    /**
     * Reads and checks what the experiment begins from instead of the seed; null where it does not.
     *
     * @param messages told what was not simply taken over
     */
    static @Nullable WeightsOrigin of(RunSpec run, Configuration hadoop, Consumer<String> messages) throws IOException {
        return run.experiment().training().init().from().isBlank()
                ? null
                : new WeightsOrigin(run, read(run, hadoop, messages));
    }

    private static InitialWeights read(RunSpec run, Configuration hadoop, Consumer<String> messages)
            throws IOException {
        return InitialWeights.of(
                run, "training.init.from", run.experiment().training().init(), hadoop, messages);
    }

    /** Where the parameters come from. */
    Initialization initialization() {
        return initialization;
    }

    @Override
    public StateReader open(Configuration hadoop) throws IOException {
        float[] read = parameters;
        return new InitialReader(
                read != null ? read : read(run, hadoop, message -> {}).parameters());
    }
}
