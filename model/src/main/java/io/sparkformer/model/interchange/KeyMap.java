package io.sparkformer.model.interchange;

import java.util.List;
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
                return rule.theirs().stream()
                        .map(pattern -> pattern.fill(holes.get()))
                        .toList();
            }
        }
        return List.of();
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
