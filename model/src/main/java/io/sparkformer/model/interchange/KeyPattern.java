package io.sparkformer.model.interchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tensor's name with holes: {@code #} stands for the number of a layer, {@code *} for {@code weight} or {@code bias}. */
final class KeyPattern {
    private static final Pattern HOLE = Pattern.compile("[#*]");

    private final String text;
    private final Pattern pattern;

    KeyPattern(String text) {
        this.text = text;
        this.pattern = Pattern.compile(
                Pattern.quote(text).replace("#", "\\E(0|[1-9][0-9]{0,5})\\Q").replace("*", "\\E(weight|bias)\\Q"));
    }

    /** What the holes hold in this name, in order; empty if the name is another. */
    Optional<List<String>> match(String name) {
        Matcher matcher = pattern.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> holes = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            holes.add(matcher.group(group));
        }
        return Optional.of(holes);
    }

    /** The name with its holes filled, in order. */
    String fill(List<String> holes) {
        List<String> left = new ArrayList<>(holes);
        return HOLE.matcher(text).replaceAll(hole -> left.remove(0));
    }

    @Override
    public String toString() {
        return text;
    }
}
