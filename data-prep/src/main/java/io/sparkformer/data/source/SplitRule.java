package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.List;
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
     * @param shares of the splits
     * @param seed another one divides otherwise
     */
    record Hashed(SplitShares shares, long seed) implements SplitRule {
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
            return shares.at((hash(source) >>> 11) * 0x1.0p-53);
        }

        /** The hash of an id that decides, as an unsigned number: the smaller, the earlier the split. */
        public long hash(String source) {
            return SourceKeys.hash(seed == 0 ? "split" : "split-" + seed, source);
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
            SplitShares.requireName(name);
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
}
