package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which split a sample falls into, decided by its path or its id alone. */
public sealed interface SplitRule extends Serializable {
    /** Splits name files: letters, digits, dot, underscore and dash. */
    Pattern SPLIT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** How many folders stand above a file in this layout: the class folder, and the split's where there is one. */
    int folders();

    /** The layout in words, for messages. */
    String layout();

    /**
     * The split of a sample.
     *
     * @param source its id
     * @param folders the folders above it, from the top, at least {@link #folders()}
     */
    String splitOf(String source, List<String> folders);

    /**
     * The split of a sample that lies in no folders, but in a file of many samples.
     *
     * @param source its id
     * @param named the split that the file, its folder or the sample itself names; empty if none does
     * @return empty where the rule goes by a name and there is none that can be used
     */
    default Optional<String> splitOf(String source, String named) {
        return Optional.of(splitOf(source, List.of()));
    }

    /** The first folder names the split: {@code train/<class>/x.png}. */
    record Folders() implements SplitRule {
        @Override
        public int folders() {
            return 2;
        }

        @Override
        public String layout() {
            return "<split>/<class>/<file>";
        }

        @Override
        public String splitOf(String source, List<String> folders) {
            return folders.get(0);
        }

        @Override
        public Optional<String> splitOf(String source, String named) {
            return SPLIT_NAME.matcher(named).matches() ? Optional.of(named) : Optional.empty();
        }
    }

    /**
     * Each sample falls by a hash of its id, in the given shares: {@code <class>/x.png}. A sample's split depends on no
     * other sample.
     *
     * @param fractions share of each split, in this order; they sum to 1
     */
    record Hashed(Map<String, Double> fractions) implements SplitRule {
        private static final double TOLERANCE = 1e-9;

        /** Checks and copies the shares. */
        public Hashed {
            double sum = 0;
            for (Map.Entry<String, Double> share : fractions.entrySet()) {
                requireName(share.getKey());
                if (!(share.getValue() > 0)) {
                    throw new IllegalArgumentException("prepare.fractions." + share.getKey() + " = " + share.getValue()
                            + ": set it above 0 or leave it out");
                }
                sum += share.getValue();
            }
            if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                throw new IllegalArgumentException(
                        "prepare.fractions = " + fractions + " sum to " + sum + ": they must sum to 1");
            }
            fractions = Collections.unmodifiableMap(new LinkedHashMap<>(fractions));
        }

        @Override
        public int folders() {
            return 1;
        }

        @Override
        public String layout() {
            return "<class>/<file>";
        }

        @Override
        public String splitOf(String source, List<String> folders) {
            double point = (SourceKeys.hash("split", source) >>> 11) * 0x1.0p-53;
            List<String> names = new ArrayList<>(fractions.keySet());
            double end = 0;
            for (String name : names) {
                end += fractions.getOrDefault(name, 0.0);
                if (point < end) {
                    return name;
                }
            }
            // The shares may sum to a little less than 1.
            return names.get(names.size() - 1);
        }
    }

    /**
     * Everything belongs to one split: {@code <class>/x.png}.
     *
     * @param name of the split
     */
    record Single(String name) implements SplitRule {
        /** Checks the name. */
        public Single {
            requireName(name);
        }

        @Override
        public int folders() {
            return 1;
        }

        @Override
        public String layout() {
            return "<class>/<file>";
        }

        @Override
        public String splitOf(String source, List<String> folders) {
            return name;
        }
    }

    private static void requireName(String name) {
        if (!SPLIT_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "split name \"" + name + "\": use letters, digits, dots, underscores and dashes");
        }
    }
}
