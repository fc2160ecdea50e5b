package io.sparkformer.data.cleaning;

import io.sparkformer.data.cleaning.CleaningRules.LengthRules;
import io.sparkformer.data.text.TextDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cleans documents: first their texts are changed, then the filters are asked one after another, of which the first that
 * finds something decides. What a document becomes depends on nothing but the document and the rules. Filters look at the
 * texts of a pair with a line break between them, and at words with spaces. Not for several threads.
 */
public final class DocumentCleaner {
    private final CleaningRules rules;
    private final TextCleaner cleaner;
    private final TextWords words = new TextWords();
    private final @Nullable Repetition repetition;
    private final @Nullable LanguageIdentifier identifier;

    /** A cleaner by rules. */
    public DocumentCleaner(CleaningRules rules) {
        this.rules = rules;
        this.cleaner = new TextCleaner(rules.controls(), rules.unicode(), rules.whiteSpace());
        RepetitionRules repeats = rules.repetition();
        this.repetition = repeats == null ? null : new Repetition(repeats);
        this.identifier = rules.languages().ask() ? new LanguageIdentifier() : null;
    }

    /** What becomes of a document. */
    public Cleaned clean(TextDocument source) {
        TextDocument document = rules.changeTexts() ? changed(source) : source;
        String text = text(document);
        Filter filter = rules.changeTexts() && isEmpty(document) ? Filter.EMPTY : filter(text);
        if (filter != null) {
            return new Cleaned.Removed(filter, Excerpt.of(text));
        }
        String language = identifier == null ? "" : language(text, identifier);
        return identifier == null || isWanted(language, identifier)
                ? new Cleaned.Kept(document, text.codePointCount(0, text.length()), language)
                : new Cleaned.Removed(Filter.OTHER_LANGUAGE, Excerpt.of(text));
    }

    private String language(String text, LanguageIdentifier told) {
        return rules.languages().minConfidence() > 0 ? told.identifyByAll(text) : told.identify(text);
    }

    private boolean isWanted(String language, LanguageIdentifier identified) {
        LanguageRules languages = rules.languages();
        return !languages.filter()
                || (languages.keep().contains(language)
                        && (languages.minConfidence() == 0 || identified.confidence() >= languages.minConfidence()));
    }

    private TextDocument changed(TextDocument source) {
        String second = source.second();
        List<String> cleanWords = source.words().stream()
                .map(cleaner::clean)
                .filter(word -> !word.isBlank())
                .toList();
        return new TextDocument(
                cleaner.clean(source.text()),
                second == null ? null : cleaner.clean(second),
                cleanWords,
                source.label());
    }

    private static boolean isEmpty(TextDocument document) {
        String second = document.second();
        return (document.text().isBlank() && document.words().isEmpty()) || (second != null && second.isBlank());
    }

    /** What filters look at. */
    static String text(TextDocument document) {
        String first = document.words().isEmpty() ? document.text() : String.join(" ", document.words());
        return document.second() == null ? first : first + "\n" + document.second();
    }

    private @Nullable Filter filter(String text) {
        if (!rules.filter()) {
            return null;
        }
        words.read(text);
        LengthRules length = rules.length();
        if (words.characters() < length.minCharacters()) {
            return Filter.TOO_FEW_CHARACTERS;
        }
        if (words.characters() > length.maxCharacters()) {
            return Filter.TOO_MANY_CHARACTERS;
        }
        if (words.words() < length.minWords()) {
            return Filter.TOO_FEW_WORDS;
        }
        if (words.words() > length.maxWords()) {
            return Filter.TOO_MANY_WORDS;
        }
        if (words.letterShare() < rules.minLetters()) {
            return Filter.FEW_LETTERS;
        }
        return repetition == null ? null : repetition.exceeded(words);
    }
}
