package io.sparkformer.data.encoding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tokens that a tokenizer looks for in a text before anything else, and whether one may stand in it. */
final class AddedTokens {
    /** By their first character. */
    private final List<Group> groups;

    AddedTokens(Collection<String> contents) {
        Map<Character, List<String>> byFirst = new HashMap<>();
        for (String content : contents) {
            if (!content.isEmpty()) {
                byFirst.computeIfAbsent(content.charAt(0), first -> new ArrayList<>())
                        .add(content);
            }
        }
        this.groups = byFirst.values().stream().map(Group::of).toList();
    }

    /** Whether one of them stands in a text. */
    boolean standIn(String text) {
        for (Group group : groups) {
            if (group.standsIn(text)) {
                return true;
            }
        }
        return false;
    }

    /** Tokens that begin alike. */
    private record Group(String beginning, List<String> contents) {
        static Group of(List<String> contents) {
            String beginning = contents.get(0);
            for (String content : contents) {
                while (!content.startsWith(beginning)) {
                    beginning = beginning.substring(0, beginning.length() - 1);
                }
            }
            return new Group(beginning, contents);
        }

        boolean standsIn(String text) {
            for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
                for (String content : contents) {
                    if (text.startsWith(content, at)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
