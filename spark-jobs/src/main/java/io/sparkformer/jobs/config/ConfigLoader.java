package io.sparkformer.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads an experiment: {@code reference.conf} below the experiment's file below the {@code --set} pairs. */
public final class ConfigLoader {
    private static final String MODEL = "model";

    private ConfigLoader() {}

    /**
     * Loads and checks everything that can be checked without looking at data or cluster.
     *
     * @param experimentFile the experiment's file, or null for the defaults
     * @param pairs {@code key=value}; a later one goes before an earlier one
     * @param job the job to run, whose required values are checked too
     * @throws ConfigProblems with every mistake
     */
    public static ResolvedConfig load(@Nullable Path experimentFile, List<String> pairs, JobName job) {
        ProblemCollector problems = new ProblemCollector();
        Config set = SetOption.parse(pairs, problems);
        Config file = experimentFile == null ? ConfigFactory.empty() : ExperimentFile.parse(experimentFile, problems);
        String name = experimentFile == null ? "--set" : experimentFile.toString();
        ExperimentConfig experiment = bind(withUnreadModel(set.withFallback(file), job), name, problems);
        if (experiment != null) {
            JobRequirements.check(experiment, job, problems);
        }
        return resolved(experiment, provenance(experimentFile, pairs), problems);
    }

    /**
     * The model's size follows prepare.image-size, and not every model can have that size. A job that reads no model, and
     * an experiment that says nothing of one, must not fail for it.
     */
    private static Config withUnreadModel(Config user, JobName job) {
        boolean unread = job != JobName.INSPECT
                && !job.sections().contains(MODEL)
                && !user.root().containsKey(MODEL);
        return unread ? user.withFallback(ConfigFactory.parseString("model.image-size = 224")) : user;
    }

    /** The defaults alone. */
    public static ResolvedConfig defaults() {
        return load(null, List.of(), JobName.INSPECT);
    }

    /**
     * Binds a stored configuration again. Keys that did not exist when it was stored have their defaults.
     *
     * @param json what {@link ResolvedConfig#toJson} wrote
     * @throws ConfigProblems when it does not bind
     */
    public static ResolvedConfig ofJson(String json) {
        ProblemCollector problems = new ProblemCollector();
        Config stored = ExperimentFile.parseJson(json, problems);
        ExperimentConfig experiment = bind(stored, "stored configuration", problems);
        return resolved(experiment, List.of("stored configuration"), problems);
    }

    private static ResolvedConfig resolved(
            @Nullable ExperimentConfig experiment, List<String> provenance, ProblemCollector problems) {
        problems.throwIfAny();
        if (experiment == null) {
            throw new IllegalStateException("The configuration could not be bound, for no reported reason");
        }
        return new ResolvedConfig(experiment, provenance);
    }

    private static @Nullable ExperimentConfig bind(Config user, String name, ProblemCollector problems) {
        Config defaults = ExperimentFile.reference();
        try {
            Config whole = user.withFallback(defaults).resolve();
            // A default may refer to a key that the user set: model.image-size to prepare.image-size.
            Config resolvedDefaults = defaults.resolveWith(whole);
            return ConfigBinder.bind(
                    ExperimentConfig.class, resolvedDefaults, defaults.resolve(), UserKeys.of(user, whole), problems);
        } catch (ConfigException e) {
            problems.add(ExperimentFile.problem(e, name));
            return null;
        }
    }

    private static List<String> provenance(@Nullable Path experimentFile, List<String> pairs) {
        List<String> provenance = new ArrayList<>();
        if (experimentFile != null) {
            provenance.add(experimentFile.toString());
        }
        pairs.forEach(pair -> provenance.add("--set " + Redaction.ofPair(pair)));
        return provenance;
    }
}
