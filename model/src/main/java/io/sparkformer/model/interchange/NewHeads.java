package io.sparkformer.model.interchange;

import io.sparkformer.model.checkpoint.TensorInfo;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.interchange.ImportSettings.Head;
import io.sparkformer.model.language.TokenClassification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of a model's heads begin anew: as configured, or because the checkpoint has none, or one of another number of classes.
 */
final class NewHeads {
    private final Set<String> groups = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Decides.
     *
     * @param map their names
     * @param wanted what is looked for, by their names
     * @param given what is there, by their names
     */
    NewHeads(KeyMap map, Map<String, Part> wanted, Map<String, TensorInfo> given, Head head) {
        for (Map.Entry<String, List<ParameterSpec>> group : heads(wanted).entrySet()) {
            reason(map, group.getValue(), given, head).ifPresent(reason -> {
                groups.add(group.getKey());
                notes.add(described(group.getKey(), group.getValue()) + ": " + reason);
            });
        }
    }

    /** What begins anew, and why. */
    List<String> notes() {
        return notes;
    }

    /** Whether a part belongs to a head that begins anew. */
    boolean has(Part part) {
        return HeadGroup.of(part.parameter().name()).filter(groups::contains).isPresent();
    }

    private static Map<String, List<ParameterSpec>> heads(Map<String, Part> wanted) {
        Map<String, List<ParameterSpec>> heads = new LinkedHashMap<>();
        for (Part part : wanted.values()) {
            HeadGroup.of(part.parameter().name())
                    .ifPresent(group -> heads.computeIfAbsent(group, name -> new ArrayList<>())
                            .add(part.parameter()));
        }
        return heads;
    }

    private static Optional<String> reason(
            KeyMap map, List<ParameterSpec> parameters, Map<String, TensorInfo> given, Head head) {
        if (head == Head.NEW && isOfTask(parameters.get(0))) {
            return Optional.of("as configured");
        }
        if (head == Head.KEEP) {
            return Optional.empty();
        }
        boolean bare = parameters.stream()
                .flatMap(parameter -> map.theirs(parameter.name()).stream())
                .noneMatch(given::containsKey);
        if (bare) {
            return Optional.of("the checkpoint has none");
        }
        return parameters.stream()
                .flatMap(parameter -> otherClasses(map, parameter, given).stream())
                .findFirst();
    }

    /** Where a map to classes has another number of them, and nothing else is different. */
    private static Optional<String> otherClasses(KeyMap map, ParameterSpec parameter, Map<String, TensorInfo> given) {
        TensorInfo theirs = given.get(map.theirs(parameter.name()).get(0));
        boolean other = theirs != null
                && (differsInFirst(theirs.shape(), parameter.shape()) || isOfOtherTags(parameter, theirs.shape()));
        if (theirs == null || !other) {
            return Optional.empty();
        }
        return Optional.of("the checkpoint's has " + theirs.shape().get(0));
    }

    private static boolean differsInFirst(List<Long> theirs, List<Long> ours) {
        return ours.size() == 2
                && theirs.size() == 2
                && !theirs.get(0).equals(ours.get(0))
                && theirs.get(1).equals(ours.get(1));
    }

    /** A matrix from classes to classes, of another number of them. */
    private static boolean isOfOtherTags(ParameterSpec parameter, List<Long> theirs) {
        return parameter.name().equals(TokenClassification.TRANSITIONS)
                && theirs.size() == 2
                && theirs.get(0).equals(theirs.get(1))
                && !theirs.equals(parameter.shape());
    }

    /** Not of what was pre-trained to serve several tasks. */
    private static boolean isOfTask(ParameterSpec parameter) {
        return !parameter.name().startsWith("pooler.") && !parameter.name().startsWith("lm.");
    }

    private static String described(String group, List<ParameterSpec> parameters) {
        if (!group.equals("head")) {
            return "a new head " + group;
        }
        return "a new head of "
                + parameters.stream()
                        .filter(parameter -> parameter.name().equals("head.weight"))
                        .map(parameter -> parameter.shape().get(0))
                        .findFirst()
                        .orElse(0L)
                + " classes";
    }
}
