package io.sparkformer.data.markup;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names before a colon whose links are no text: of files and of categories, in the wiki's own language.
 *
 * @param hidden in lower case, with spaces for underscores
 */
public record WikiNamespaces(Set<String> hidden) {
    /** The names that every wiki knows beside its own. */
    public static final WikiNamespaces ENGLISH = new WikiNamespaces(Set.of("file", "image", "category", "media"));

    private static final int MAX_LANGUAGE_CODE = 12;

    /** Copies the set. */
    public WikiNamespaces {
        hidden = Set.copyOf(hidden);
    }

    /** The same and more. */
    public WikiNamespaces with(Set<String> names) {
        Set<String> all = new TreeSet<>(hidden);
        names.forEach(name -> all.add(normal(name)));
        return new WikiNamespaces(all);
    }

    private static String normal(String name) {
        return name.replace('_', ' ').strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a link's target shows nothing where the link stands: a file, a category, or the same page in another language.
     *
     * @param labelled whether the link has a text of its own, which links to other languages at a page's end do not have
     */
    boolean isHidden(String target, boolean labelled) {
        int colon = target.indexOf(':');
        if (colon <= 0) {
            return false;
        }
        String prefix = target.substring(0, colon);
        return hidden.contains(normal(prefix)) || (!labelled && isLanguage(prefix));
    }

    /** A code as {@code de}, {@code als} or {@code zh-min-nan}; written so, it is no word of a title. */
    private static boolean isLanguage(String prefix) {
        if (prefix.length() > MAX_LANGUAGE_CODE) {
            return false;
        }
        int letters = 0;
        while (letters < prefix.length() && isSmall(prefix.charAt(letters))) {
            letters++;
        }
        boolean code = letters == 2 || letters == 3;
        for (int i = letters; i < prefix.length(); i++) {
            code &= prefix.charAt(i) == '-' || isSmall(prefix.charAt(i));
        }
        return code;
    }

    private static boolean isSmall(char letter) {
        return letter >= 'a' && letter <= 'z';
    }
}
