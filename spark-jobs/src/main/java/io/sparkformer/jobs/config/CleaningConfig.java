package io.sparkformer.jobs.config;

import io.sparkformer.data.cleaning.CleaningRules;
import io.sparkformer.data.cleaning.CleaningRules.LengthRules;
import io.sparkformer.data.cleaning.ControlCharacters;
import io.sparkformer.data.cleaning.UnicodeForm;
import io.sparkformer.data.cleaning.WhiteSpace;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** How texts are cleaned before they are tokenized, and which documents are left out. */
public record CleaningConfig(
        @Key(value = "Control characters, and what is as invisible: keep or remove.", role = Role.NUMERIC)
        ControlCharacters controlCharacters,

        @Key(value = "Normalization form of Unicode 13.0: none, nfc or nfkc.", role = Role.NUMERIC)
        UnicodeForm unicode,

        @Key(
                value =
                        "White space: keep, lines (single spaces and line breaks, at most one empty line) or collapse (single spaces).",
                role = Role.NUMERIC)
        WhiteSpace whiteSpace,

        @Key(value = "Documents of fewer characters are left out.", role = Role.NUMERIC)
        long minCharacters,

        @Key(value = "Documents of more characters are left out; 0 for any length.", role = Role.NUMERIC)
        long maxCharacters,

        @Key(value = "Documents of fewer words are left out.", role = Role.NUMERIC)
        long minWords,

        @Key(value = "Documents of more words are left out; 0 for any length.", role = Role.NUMERIC)
        long maxWords,

        @Key(
                value = "Documents with a smaller share of letters, of all characters but white space, are left out.",
                role = Role.NUMERIC)
        double minLetters,

        @Key(value = "Documents that repeat themselves.", role = Role.SECTION)
        RepetitionConfig repetition,

        @Key(value = "The language of documents.", role = Role.SECTION)
        LanguagesConfig languages,

        @Key(
                value =
                        "The output of find-near-duplicates, whose documents but one of each cluster are left out; empty: all stay. Its content decides.",
                role = Role.NUMERIC)
        String nearDuplicates,

        @Key(
                value = "Whether documents whose cleaned text and label another one has are left out.",
                role = Role.NUMERIC)
        boolean removeDuplicates) {
    private static final String SECTION = "prepare-text.cleaning.";

    /** Refuses values that cannot work. */
    public CleaningConfig {
        new Requirements()
                .atLeast("min-characters", minCharacters, 0)
                .atLeast("max-characters", maxCharacters, 0)
                .atLeast("min-words", minWords, 0)
                .atLeast("max-words", maxWords, 0)
                .between("min-letters", minLetters, 0, 1)
                .together(
                        maxCharacters == 0 || minCharacters <= maxCharacters,
                        List.of("min-characters", "max-characters"),
                        minCharacters,
                        "is above max-characters = " + maxCharacters,
                        "Change one of them")
                .together(
                        maxWords == 0 || minWords <= maxWords,
                        List.of("min-words", "max-words"),
                        minWords,
                        "is above max-words = " + maxWords,
                        "Change one of them")
                .check();
    }

    /** Whether texts may become others. */
    boolean changesTexts() {
        return rules().changeTexts();
    }

    /** The rules that it says. */
    public CleaningRules rules() {
        return new CleaningRules(
                controlCharacters,
                unicode,
                whiteSpace,
                new LengthRules(minCharacters, orAny(maxCharacters), minWords, orAny(maxWords)),
                minLetters,
                repetition.enabled() ? repetition.rules() : null,
                languages.rules(),
                removeDuplicates);
    }

    private static long orAny(long most) {
        return most == 0 ? Long.MAX_VALUE : most;
    }

    /** The full names of the keys that change nothing, as they are set. */
    public SortedSet<String> keysWithoutEffect(Set<String> keys) {
        CleaningRules rules = rules();
        SortedSet<String> without = new TreeSet<>();
        for (String key : keys) {
            if (key.startsWith(SECTION) && !hasEffect(key.substring(SECTION.length()), rules)) {
                without.add(key);
            }
        }
        return without;
    }

    private boolean hasEffect(String key, CleaningRules rules) {
        return switch (key) {
            case "control-characters" -> controlCharacters != ControlCharacters.KEEP;
            case "unicode" -> unicode != UnicodeForm.NONE;
            case "white-space" -> whiteSpace != WhiteSpace.KEEP;
            case "min-characters" -> minCharacters > 0;
            case "max-characters" -> maxCharacters > 0;
            case "min-words" -> minWords > 0;
            case "max-words" -> maxWords > 0;
            case "min-letters" -> minLetters > 0;
            case "near-duplicates" -> !nearDuplicates.isBlank();
            case "remove-duplicates" -> removeDuplicates;
            default ->
                key.startsWith("languages.")
                        ? rules.languages().filter()
                        : !key.startsWith("repetition.") || rules.repetition() != null;
        };
    }
}
