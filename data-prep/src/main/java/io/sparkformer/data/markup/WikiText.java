package io.sparkformer.data.markup;

/**
 * The plain text of wiki markup (mediawiki.org/wiki/Help:Formatting, /wiki/Preprocessor_ABNF). Templates, tables, notes,
 * formulas, files, categories and comments go; of links, headings, lists and marks of font their text stays.
 *
 * <p>One pass from left to right with a stack of what is open. What opens remembers how long the output was, and what ends
 * in nothing cuts the output back to there: each character is written once and cut once, so time is linear whatever is
 * nested in what. What never closes is text, as it is to MediaWiki; nothing fails.
 */
public final class WikiText {
    private static final int LONGEST_WORD = 32;

    private final WikiCursor in;
    private final WikiOutput out;
    private final WikiLines lines;
    private final WikiBrackets brackets;
    private final WikiTagReader tags;
    private final WikiEntities entities;

    private WikiText(String markup, WikiNamespaces namespaces) {
        in = new WikiCursor(markup);
        out = new WikiOutput(namespaces);
        lines = new WikiLines(in, out);
        brackets = new WikiBrackets(in, out);
        entities = new WikiEntities(in, out);
        tags = new WikiTagReader(in, out, entities);
    }

    /** The text. */
    public static String of(String markup, WikiNamespaces namespaces) {
        return new WikiText(markup.replace("\r\n", "\n"), namespaces).read();
    }

    private String read() {
        boolean lineStart = true;
        while (!in.atEnd()) {
            boolean begun = lineStart && lines.begin();
            lineStart = false;
            if (begun || lines.endTitle()) {
                continue;
            }
            char character = in.character();
            lineStart = character == '\n';
            if (!markup(character)) {
                out.append(character);
                in.pass(1);
            }
        }
        return out.text();
    }

    /** Whether markup begins here, which then is read. */
    private boolean markup(char character) {
        return switch (character) {
            case '{' -> brackets.openBraces();
            case '}' -> brackets.closeBraces();
            case '[' -> brackets.openBrackets();
            case ']' -> brackets.closeBrackets();
            case '|' -> brackets.bar();
            case '<' -> tags.comment() || tags.tag();
            case '&' -> entity();
            case '\'' -> quotes();
            case '_' -> magicWord();
            case '\n' -> endLine();
            default -> false;
        };
    }

    private boolean entity() {
        in.moveTo(entities.read(in.place()));
        return true;
    }

    /** Two, three or five quotes are marks of font; others begin with one that is text. */
    private boolean quotes() {
        int quotes = in.run('\'');
        if (quotes < 2) {
            return false;
        }
        int marks = quotes == 4 ? 3 : Math.min(quotes, 5);
        out.append("'".repeat(quotes - marks));
        in.pass(quotes);
        return true;
    }

    /** As __TOC__. */
    private boolean magicWord() {
        if (!in.startsWith("__")) {
            return false;
        }
        int end = in.place() + 2;
        while (end < in.end() && end - in.place() < LONGEST_WORD && Character.isUpperCase(in.charAt(end))) {
            end++;
        }
        if (end - in.place() < 5 || !in.startsWith("__", end)) {
            return false;
        }
        in.moveTo(end + 2);
        return true;
    }

    private boolean endLine() {
        out.endLine();
        return false;
    }
}
