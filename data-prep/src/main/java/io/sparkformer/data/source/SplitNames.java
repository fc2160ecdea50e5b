package io.sparkformer.data.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which split the name of a file of many samples tells. */
final class SplitNames {
    private static final Set<String> WORDS = Set.of(
            "train", "training", "tune", "val", "valid", "validation", "dev", "test", "testing", "eval", "evaluation");

    private SplitNames() {}

    /**
     * The first word of the file's name that means a split ({@code train-00001.tar}, {@code ILSVRC2012_img_val.tar}),
     * else the first folder below the input, else such a word of the input's own name; empty if there is none of these.
     *
     * @param input name of the input
     * @param path of the file below it; of the folders none if the file is the input
     */
    static String of(String input, EntryPath path) {
        List<String> folders = path.folders();
        return word(path.name())
                .or(() -> folders.stream().findFirst())
                .or(() -> word(input))
                .orElse("");
    }

    private static Optional<String> word(String name) {
        return List.of(name.split("[^A-Za-z0-9]+", -1)).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(WORDS::contains)
                .findFirst();
    }
}
