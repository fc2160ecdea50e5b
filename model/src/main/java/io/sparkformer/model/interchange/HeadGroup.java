package io.sparkformer.model.interchange;

import java.util.List;
import java.util.Optional;

/** The parameters of a model that stand on top of it, a group for each head; a model for another task has others. */
final class HeadGroup {
    private static final List<String> NAMES = List.of("head", "tags", "span", "lm", "pair", "crf", "pooler");

    private HeadGroup() {}

    /** The group that a parameter of this name belongs to; empty if it belongs to what is below. */
    static Optional<String> of(String parameter) {
        return NAMES.stream().filter(group -> parameter.startsWith(group + ".")).findFirst();
    }

    /** Whether it belongs to any. */
    static boolean isPart(String parameter) {
        return of(parameter).isPresent();
    }
}
