package io.sparkformer.jobs.train;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.layer.LayerDecay;
import io.sparkformer.model.layer.LayeredModel;
import io.sparkformer.model.optimizer.ParameterRates;
import io.sparkformer.model.plan.PlanSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which parameters learn, and how fast: {@code training.freeze} and {@code training.layer-decay}. */
final class FineTuning {
    private FineTuning() {}

    /** Refuses patterns that do not fit the run's model, before anything is started. */
    static void check(RunSpec run) {
        rates(run.experiment().training(), run.layout(), run.task());
    }

    /** How a replica's plans are compiled: without gradients of what does not learn. */
    static PlanSettings planSettings(RunSpec run, ParameterLayout layout) {
        TrainingConfig training = run.experiment().training();
        return PlanSettings.recomputing(training.recomputation())
                .freezing(rates(training, layout, run.task()).frozen());
    }

    /**
     * The rates of a model's parameters.
     *
     * @throws UserError if a pattern freezes nothing, or all of them together everything
     */
    static ParameterRates rates(TrainingConfig training, ParameterLayout layout, LayeredModel model) {
        Map<String, Double> multiples = new TreeMap<>();
        if (training.layerDecay() != 1) {
            for (ParameterSpec parameter : layout.parameters()) {
                multiples.put(parameter.name(), LayerDecay.multiple(model, parameter.name(), training.layerDecay()));
            }
        }
        for (String pattern : training.freeze()) {
            frozen(pattern, layout).forEach(name -> multiples.put(name, 0.0));
        }
        requireSomethingToTrain(training, layout, multiples);
        return ParameterRates.of(multiples, layout);
    }

    private static List<String> frozen(String pattern, ParameterLayout layout) {
        Pattern compiled = compile(pattern);
        List<String> names = layout.parameters().stream()
                .map(ParameterSpec::name)
                .filter(name -> compiled.matcher(name).matches())
                .toList();
        if (names.isEmpty()) {
            throw new UserError(
                    "training.freeze: the pattern \"" + pattern + "\" matches no parameter of the model",
                    "The names are " + kinds(layout) + "; * stands for any letters and ? for one");
        }
        return names;
    }

    /** The names with {@code N} for the number of a block, each once. */
    private static String kinds(ParameterLayout layout) {
        return layout.parameters().stream()
                .map(parameter -> parameter.name().replaceFirst("^blocks\\.\\d+\\.", "blocks.N."))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Pattern compile(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
    }

    private static void requireSomethingToTrain(
            TrainingConfig training, ParameterLayout layout, Map<String, Double> multiples) {
        boolean frozen =
                layout.parameters().stream().allMatch(parameter -> multiples.getOrDefault(parameter.name(), 1.0) == 0);
        if (frozen) {
            throw new UserError(
                    "training.freeze = " + training.freeze() + " freezes every parameter",
                    "Leave at least the head to be trained");
        }
    }
}
