package io.sparkformer.data.words;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The steps of normalization that have no settings. */
public enum CommonNormalization implements NormalizationStep {
    /** Cleaning as for machine translation: control characters go, every white space becomes a space. */
    NMT("Nmt") {
        @Override
        public String apply(String text) {
            return Texts.cleanForTranslation(text);
        }
    },
    /** Canonical decomposition. */
    NFD("NFD") {
        @Override
        public String apply(String text) {
            return Texts.normalize(text, Normalizer.Form.NFD);
        }
    },
    /** Canonical composition. */
    NFC("NFC") {
        @Override
        public String apply(String text) {
            return Texts.normalize(text, Normalizer.Form.NFC);
        }
    },
    /** Compatibility decomposition. */
    NFKD("NFKD") {
        @Override
        public String apply(String text) {
            return Texts.normalize(text, Normalizer.Form.NFKD);
        }
    },
    /** Compatibility composition. */
    NFKC("NFKC") {
        @Override
        public String apply(String text) {
            return Texts.normalize(text, Normalizer.Form.NFKC);
        }
    },
    /** Removes marks; after a decomposition. */
    STRIP_ACCENTS("StripAccents") {
        @Override
        public String apply(String text) {
            return Texts.without(CharacterClass.MARK, text);
        }
    },
    /** Lower case, character by character. */
    LOWERCASE("Lowercase") {
        @Override
        public String apply(String text) {
            return Texts.lowercase(text);
        }
    },
    /** Several spaces become one. */
    MERGE_SPACES("Replace") {
        @Override
        public String apply(String text) {
            return Texts.mergeSpaces(text);
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = super.json();
            json.put("pattern", Map.of("Regex", " {2,}"));
            json.put("content", " ");
            return json;
        }
    };

    private final String type;

    CommonNormalization(String type) {
        this.type = type;
    }

    /** The step that a {@code tokenizer.json} calls so; not the one that has a pattern. */
    public static Optional<CommonNormalization> ofType(String type) {
        return Arrays.stream(values())
                .filter(step -> step != MERGE_SPACES && step.type.equals(type))
                .findFirst();
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        return json;
    }
}
