package io.sparkformer.model.cpu;

import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.tiling.PatternTiling;
import io.sparkformer.model.tiling.Progression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How patterns are cut, once for all layers of a plan and their gradients. */
final class Tilings {
    private record Key(AttentionPattern pattern, int tokens, int heads, int headWidth) {}

    private final Map<Key, List<HeadTiling>> known = new HashMap<>();

    /** Every head is in one of them. */
    List<HeadTiling> of(AttentionPattern pattern, int tokens, int heads, int headWidth) {
        return known.computeIfAbsent(new Key(pattern, tokens, heads, headWidth), Tilings::make);
    }

    private static List<HeadTiling> make(Key key) {
        if (!key.pattern.differsByHead()) {
            PatternTiling tiling = PatternTiling.of(key.pattern, key.tokens, 0, key.headWidth);
            return List.of(new HeadTiling(Progression.of(0, key.heads), tiling));
        }
        Map<PatternTiling, List<Integer>> alike = new LinkedHashMap<>();
        for (int head = 0; head < key.heads; head++) {
            PatternTiling tiling = PatternTiling.of(key.pattern, key.tokens, head, key.headWidth);
            alike.computeIfAbsent(tiling, same -> new ArrayList<>()).add(head);
        }
        List<HeadTiling> tilings = new ArrayList<>();
        alike.forEach((tiling, heads) ->
                progressions(heads, key.heads).forEach(some -> tilings.add(new HeadTiling(some, tiling))));
        return tilings;
    }

    /**
     * Places in rising order as few progressions, taken from the first on. With what lies between, none has more places than there are:
     * oneDNN takes rows for overlapping then.
     */
    private static List<Progression> progressions(List<Integer> places, int end) {
        List<Progression> progressions = new ArrayList<>();
        int from = 0;
        while (from < places.size()) {
            int step = from + 1 < places.size() ? places.get(from + 1) - places.get(from) : 1;
            int to = from + 1;
            while (to < places.size() && places.get(to) - places.get(to - 1) == step && (to - from + 1) * step <= end) {
                to++;
            }
            progressions.add(new Progression(places.get(from), to - from, step));
            from = to;
        }
        return progressions;
    }
}
