package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Tokens and their ids, which are their places in the order of their addition. */
public final class Vocabulary {
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    /** A vocabulary that begins with some tokens. */
    Vocabulary(List<String> first) {
        first.forEach(this::add);
    }

    /** Adds a token, unless it is there; returns its id. */
    int add(String token) {
        Integer known = ids.putIfAbsent(token, tokens.size());
        if (known != null) {
            return known;
        }
        tokens.add(token);
        return tokens.size() - 1;
    }

    /** How many tokens there are. */
    public int size() {
        return tokens.size();
    }

    /** The token of an id. */
    public String token(int id) {
        return tokens.get(id);
    }

    /** The id of a token, if it is there. */
    public OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The id of a token or null, for inner loops. */
    @Nullable Integer find(String token) {
        return ids.get(token);
    }

    /** All tokens in the order of their ids. */
    public List<String> tokens() {
        return Collections.unmodifiableList(tokens);
    }

    /** Tokens with their ids, in the order of the ids. */
    Map<String, Integer> json() {
        Map<String, Integer> json = new LinkedHashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            json.put(tokens.get(id), id);
        }
        return json;
    }
}
