package io.sparkformer.data.markup;

import java.util.Locale;
import java.util.Set;

/** What becomes of the tags that stand in wiki markup; what is none of these is text, as MediaWiki shows it. */
enum WikiTags {
    /** Goes with all that it encloses: notes, formulas, code, pictures. */
    DROPPED,
    /** Goes; what it encloses stays, and is no markup. */
    RAW,
    /** Goes with all that it encloses, which is no markup. */
    DROPPED_RAW,
    /** Goes; what it encloses stays. */
    UNWRAPPED,
    /** Ends a line. */
    BREAK,
    /** Is text. */
    TEXT;

    private static final Set<String> DROPPED_NAMES = Set.of(
            "ref", "references", "gallery", "includeonly", "table", "imagemap", "indicator", "categorytree", "section");

    private static final Set<String> RAW_NAMES = Set.of("nowiki", "pre");

    private static final Set<String> DROPPED_RAW_NAMES = Set.of(
            "math",
            "chem",
            "ce",
            "timeline",
            "score",
            "syntaxhighlight",
            "source",
            "templatedata",
            "graph",
            "mapframe",
            "maplink",
            "hiero",
            "inputbox",
            "style",
            "script",
            "templatestyles");

    private static final Set<String> UNWRAPPED_NAMES = Set.of(
            "abbr",
            "b",
            "bdi",
            "bdo",
            "big",
            "blockquote",
            "center",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
            "kbd",
            "mark",
            "noinclude",
            "nobr",
            "onlyinclude",
            "poem",
            "q",
            "rb",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "time",
            "tt",
            "u",
            "var",
            "wbr",
            "langconvert",
            "translate");

    private static final Set<String> BREAK_NAMES = Set.of(
            "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "ul", "td", "th",
            "tr", "caption");

    /** By its name, in any case. */
    static WikiTags of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (DROPPED_NAMES.contains(lower)) {
            return DROPPED;
        }
        if (RAW_NAMES.contains(lower)) {
            return RAW;
        }
        if (DROPPED_RAW_NAMES.contains(lower)) {
            return DROPPED_RAW;
        }
        if (UNWRAPPED_NAMES.contains(lower)) {
            return UNWRAPPED;
        }
        return BREAK_NAMES.contains(lower) ? BREAK : TEXT;
    }
}
