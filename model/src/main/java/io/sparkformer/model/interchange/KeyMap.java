package io.sparkformer.model.interchange;

import io.sparkformer.model.graph.ParameterSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How another library calls our tensors, in both directions.
 *
 * @param rules one for each kind of tensor
 * @param ignored their tensors that a classifier has no use for
 */
record KeyMap(List<KeyRule> rules, List<KeyPattern> ignored) {
    KeyMap {
        rules = List.copyOf(rules);
        ignored = List.copyOf(ignored);
    }

    /** The names of the tensors that make ours, in their order along the first axis; empty where they have none. */
    List<String> theirs(String ours) {
        for (KeyRule rule : rules) {
            Optional<List<String>> holes = rule.ours().match(ours);
            if (holes.isPresent()) {
                return theirs(rule, holes.get());
            }
        }
        return List.of();
    }

    /** The same with what each of them is of our parameter. */
    Map<String, Part> parts(ParameterSpec parameter) {
        Map<String, Part> parts = new LinkedHashMap<>();
        for (KeyRule rule : rules) {
            Optional<List<String>> holes = rule.ours().match(parameter.name());
            if (holes.isPresent()) {
                List<String> names = theirs(rule, holes.get());
                for (int index = 0; index < names.size(); index++) {
                    parts.put(names.get(index), new Part(parameter, index, names.size(), rule.transposed()));
                }
                return parts;
            }
        }
        return parts;
    }

    private static List<String> theirs(KeyRule rule, List<String> holes) {
        return rule.theirs().stream().map(pattern -> pattern.fill(holes)).toList();
    }

    /** Our names that their tensor may be of, in models that have them; empty where its name is unknown. */
    List<String> ours(String theirs) {
        return rules.stream()
                .flatMap(rule -> rule.theirs().stream()
                        .flatMap(pattern -> pattern.match(theirs).stream())
                        .map(holes -> rule.ours().fill(holes)))
                .toList();
    }

    /** Whether a tensor of this name may be left out without a word of complaint. */
    boolean ignores(String theirs) {
        return ignored.stream().anyMatch(pattern -> pattern.match(theirs).isPresent());
    }

    /** How many of these names it knows. */
    long known(List<String> names) {
        return names.stream()
                .filter(name -> ignores(name)
                        || rules.stream()
                                .flatMap(rule -> rule.theirs().stream())
                                .anyMatch(pattern -> pattern.match(name).isPresent()))
                .count();
    }
}
