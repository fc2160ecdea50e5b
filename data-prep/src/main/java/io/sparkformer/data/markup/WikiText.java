package io.sparkformer.data.markup;

import io.sparkformer.data.markup.WikiOutput.Kind;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The plain text of wiki markup (mediawiki.org/wiki/Help:Formatting, /wiki/Preprocessor_ABNF). Templates, tables, notes,
 * formulas, files, categories and comments go; of links, headings, lists and marks of font their text stays.
 *
 * <p>One pass from left to right with a stack of what is open. What opens remembers how long the output was, and what ends
 * in nothing cuts the output back to there: each character is written once and cut once, so time is linear whatever is
 * nested in what. What never closes is text, as it is to MediaWiki; nothing fails.
 */
public final class WikiText {
    private static final int MAX_HEADING = 6;
    private static final int MAX_ENTITY = 32;

    private final String in;
    private final WikiOutput out;
    /** Names of tags that are raw and do not close any more: looking again would make time quadratic. */
    private final Set<String> endless = new HashSet<>();

    private int at;
    /** Where the signs behind a heading begin, and where its line ends. */
    private int titleEnd = -1;

    private int titleLineEnd;

    private WikiText(String in, WikiNamespaces namespaces) {
        this.in = in;
        this.out = new WikiOutput(namespaces);
    }

    /** The text. */
    public static String of(String markup, WikiNamespaces namespaces) {
        return new WikiText(markup.replace("\r\n", "\n"), namespaces).read();
    }

    private String read() {
        boolean lineStart = true;
        while (at < in.length()) {
            boolean begun = lineStart && beginLine();
            lineStart = false;
            if (begun) {
                continue;
            }
            if (at == titleEnd) {
                at = titleLineEnd;
                continue;
            }
            char character = in.charAt(at);
            lineStart = character == '\n';
            if (!markup(character)) {
                out.append(character);
                at++;
            }
        }
        return out.text();
    }

    // ---- lines

    /** What means something only where a line begins; whether there was any. */
    private boolean beginLine() {
        int begin = at;
        while (begin < in.length() && (in.charAt(begin) == ' ' || in.charAt(begin) == ':')) {
            begin++;
        }
        if (in.startsWith("{|", begin)) {
            out.begin(Kind.TABLE);
            at = begin + 2;
            return true;
        }
        if (in.startsWith("|}", begin) && !in.startsWith("|}}", begin) && out.isOpen(Kind.TABLE)) {
            out.cutTable();
            at = begin + 2;
            return true;
        }
        int item = at;
        while (item < in.length() && "*#:;".indexOf(in.charAt(item)) >= 0) {
            item++;
        }
        if (item > at) {
            at = skipSpaces(item);
            return true;
        }
        return rule() || heading();
    }

    private int skipSpaces(int from) {
        int to = from;
        while (to < in.length() && in.charAt(to) == ' ') {
            to++;
        }
        return to;
    }

    private boolean rule() {
        if (!in.startsWith("----", at)) {
            return false;
        }
        while (at < in.length() && in.charAt(at) == '-') {
            at++;
        }
        return true;
    }

    /** The signs on both sides of a heading; what lies between is read as any line. */
    private boolean heading() {
        if (in.charAt(at) != '=') {
            return false;
        }
        int lineEnd = in.indexOf('\n', at);
        int end = lineEnd < 0 ? in.length() : lineEnd;
        while (end > at && (in.charAt(end - 1) == ' ' || in.charAt(end - 1) == '\t')) {
            end--;
        }
        int signs = 0;
        while (signs < MAX_HEADING
                && at + 2 * signs + 2 < end
                && in.charAt(at + signs) == '='
                && in.charAt(end - 1 - signs) == '=') {
            signs++;
        }
        if (signs == 0) {
            return false;
        }
        titleEnd = end - signs;
        titleLineEnd = lineEnd < 0 ? in.length() : lineEnd;
        at = skipSpaces(at + signs);
        return true;
    }

    // ---- marks within lines

    /** Whether markup begins here, which then is read. */
    private boolean markup(char character) {
        return switch (character) {
            case '{' -> openBraces();
            case '}' -> closeBraces();
            case '[' -> openBrackets();
            case ']' -> closeBrackets();
            case '|' -> bar();
            case '<' -> comment() || tag();
            case '&' -> entity();
            case '\'' -> quotes();
            case '_' -> magicWord();
            case '\n' -> endLine();
            default -> false;
        };
    }

    private int run(char character) {
        int end = at;
        while (end < in.length() && in.charAt(end) == character) {
            end++;
        }
        return end - at;
    }

    private boolean openBraces() {
        int braces = run('{');
        if (braces < 2) {
            return false;
        }
        out.beginBraces(braces);
        at += braces;
        return true;
    }

    /** As many as there are on both sides, by threes and twos. */
    private boolean closeBraces() {
        int braces = run('}');
        if (braces < 2 || !out.isOpen(Kind.BRACES)) {
            out.append(in.substring(at, at + braces));
        } else {
            out.cutBraces(braces);
        }
        at += braces;
        return true;
    }

    private boolean openBrackets() {
        if (in.startsWith("[[", at)) {
            at += 2;
            // A colon names a page that would else be shown, or filed.
            boolean shown = in.startsWith(":", at);
            at += shown ? 1 : 0;
            out.beginLink(shown);
            return true;
        }
        int end = address(at + 1);
        if (end == at + 1) {
            return false;
        }
        if (end < in.length() && in.charAt(end) == ']') {
            at = end + 1;
            return true;
        }
        out.begin(Kind.ADDRESS);
        at = skipSpaces(end);
        return true;
    }

    /** Where an address that begins here ends; here where none does. */
    private int address(int from) {
        int end = from;
        while (end < in.length() && end - from < 10 && Character.isLetter(in.charAt(end))) {
            end++;
        }
        boolean scheme = end > from && (in.startsWith("://", end) || in.startsWith("mailto:", from));
        if (!scheme && !in.startsWith("//", from)) {
            return from;
        }
        while (end < in.length() && " \t\n]|<[{}".indexOf(in.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private boolean bar() {
        boolean label = out.beginLabel();
        at += label ? 1 : 0;
        return label;
    }

    private boolean closeBrackets() {
        if (out.innerIs(Kind.ADDRESS)) {
            out.endInner();
            at++;
            return true;
        }
        if (!in.startsWith("]]", at) || !out.innerIs(Kind.LINK)) {
            return false;
        }
        out.endLink();
        at += 2;
        return true;
    }

    private boolean endLine() {
        out.endLine();
        return false;
    }

    // ---- tags

    private boolean comment() {
        if (!in.startsWith("<!--", at)) {
            return false;
        }
        int end = endless.contains("!--") ? -1 : in.indexOf("-->", at + 4);
        if (end < 0) {
            endless.add("!--");
            at += 4;
        } else {
            at = end + 3;
        }
        return true;
    }

    /** A tag that is known: of what it is, {@link WikiTags} tells. */
    private boolean tag() {
        boolean closing = in.startsWith("</", at);
        int nameAt = at + (closing ? 2 : 1);
        int nameEnd = nameAt;
        while (nameEnd < in.length() && nameEnd - nameAt < 20 && Character.isLetterOrDigit(in.charAt(nameEnd))) {
            nameEnd++;
        }
        int end = nameEnd;
        while (end < in.length() && in.charAt(end) != '>' && in.charAt(end) != '<') {
            end++;
        }
        if (nameEnd == nameAt || end == in.length() || in.charAt(end) != '>') {
            return false;
        }
        String name = in.substring(nameAt, nameEnd).toLowerCase(Locale.ROOT);
        WikiTags kind = WikiTags.of(name);
        if (kind == WikiTags.TEXT) {
            return false;
        }
        boolean empty = in.charAt(end - 1) == '/';
        at = end + 1;
        if (closing) {
            closeTag(kind, name);
        } else if (!empty) {
            openTag(kind, name);
        } else if (kind == WikiTags.BREAK) {
            out.append('\n');
        }
        return true;
    }

    private void closeTag(WikiTags kind, String name) {
        if (kind == WikiTags.DROPPED) {
            out.cutTag(name);
        } else if (kind == WikiTags.BREAK) {
            out.append('\n');
        }
    }

    private void openTag(WikiTags kind, String name) {
        switch (kind) {
            case DROPPED -> out.beginTag(name);
            case RAW, DROPPED_RAW -> raw(name, kind == WikiTags.RAW);
            case BREAK -> out.append('\n');
            case UNWRAPPED, TEXT -> {
                // Nothing of it stays.
            }
        }
    }

    /** Takes all up to the end tag as it is. */
    private void raw(String name, boolean kept) {
        int end = endless.contains(name) ? -1 : endTag(name);
        if (end < 0) {
            endless.add(name);
            return;
        }
        if (kept) {
            for (int i = at; i < end; ) {
                i = in.charAt(i) == '&' ? entity(i) : plain(i);
            }
        }
        int close = in.indexOf('>', end);
        at = close < 0 ? in.length() : close + 1;
    }

    private int plain(int i) {
        out.append(in.charAt(i));
        return i + 1;
    }

    private int endTag(String name) {
        for (int i = in.indexOf("</", at); i >= 0; i = in.indexOf("</", i + 2)) {
            int end = i + 2 + name.length();
            if (in.regionMatches(true, i + 2, name, 0, name.length())
                    && (end == in.length() || !Character.isLetterOrDigit(in.charAt(end)))) {
                return i;
            }
        }
        return -1;
    }

    // ---- characters

    private boolean entity() {
        at = entity(at);
        return true;
    }

    /** Writes what an entity stands for, or the sign itself; returns what follows. */
    private int entity(int from) {
        int end = from + 1;
        while (end < in.length() && end - from < MAX_ENTITY && isEntityCharacter(in.charAt(end))) {
            end++;
        }
        if (end == from + 1 || end >= in.length() || in.charAt(end) != ';') {
            return plain(from);
        }
        out.append(Entities.text(in.substring(from, end + 1)));
        return end + 1;
    }

    private static boolean isEntityCharacter(char character) {
        return character == '#' || (character < 128 && Character.isLetterOrDigit(character));
    }

    /** Two, three or five quotes are marks of font; others begin with one that is text. */
    private boolean quotes() {
        int quotes = run('\'');
        if (quotes < 2) {
            return false;
        }
        int marks = quotes == 4 ? 3 : Math.min(quotes, 5);
        out.append("'".repeat(quotes - marks));
        at += quotes;
        return true;
    }

    /** As __TOC__. */
    private boolean magicWord() {
        if (!in.startsWith("__", at)) {
            return false;
        }
        int end = at + 2;
        while (end < in.length() && end - at < MAX_ENTITY && Character.isUpperCase(in.charAt(end))) {
            end++;
        }
        if (end - at < 5 || !in.startsWith("__", end)) {
            return false;
        }
        at = end + 2;
        return true;
    }
}
