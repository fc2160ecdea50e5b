package io.sparkformer.data.markup;

import io.sparkformer.data.markup.WikiOutput.Kind;

/** Templates in braces, links and addresses in brackets; of each whether it is one, which then is read. */
final class WikiBrackets {
    private static final int LONGEST_SCHEME = 10;

    private final WikiCursor in;
    private final WikiOutput out;

    WikiBrackets(WikiCursor in, WikiOutput out) {
        this.in = in;
        this.out = out;
    }

    boolean openBraces() {
        int braces = in.run('{');
        if (braces < 2) {
            return false;
        }
        out.beginBraces(braces);
        in.pass(braces);
        return true;
    }

    /** As many as there are on both sides, by threes and twos. */
    boolean closeBraces() {
        int braces = in.run('}');
        if (braces < 2 || !out.isOpen(Kind.BRACES)) {
            out.append(in.substring(in.place(), in.place() + braces));
        } else {
            out.cutBraces(braces);
        }
        in.pass(braces);
        return true;
    }

    boolean openBrackets() {
        if (in.startsWith("[[")) {
            in.pass(2);
            // A colon names a page that would else be shown, or filed.
            boolean shown = in.startsWith(":");
            in.pass(shown ? 1 : 0);
            out.beginLink(shown);
            return true;
        }
        int end = address(in.place() + 1);
        if (end == in.place() + 1) {
            return false;
        }
        if (end < in.end() && in.charAt(end) == ']') {
            in.moveTo(end + 1);
            return true;
        }
        out.begin(Kind.ADDRESS);
        in.moveTo(in.skipSpaces(end));
        return true;
    }

    boolean closeBrackets() {
        if (out.innerIs(Kind.ADDRESS)) {
            out.endInner();
            in.pass(1);
            return true;
        }
        if (!in.startsWith("]]") || !out.innerIs(Kind.LINK)) {
            return false;
        }
        out.endLink();
        in.pass(2);
        return true;
    }

    boolean bar() {
        boolean label = out.beginLabel();
        in.pass(label ? 1 : 0);
        return label;
    }

    /** Where an address that begins here ends; here where none does. */
    private int address(int from) {
        int end = from;
        while (end < in.end() && end - from < LONGEST_SCHEME && Character.isLetter(in.charAt(end))) {
            end++;
        }
        boolean scheme = end > from && (in.startsWith("://", end) || in.startsWith("mailto:", from));
        if (!scheme && !in.startsWith("//", from)) {
            return from;
        }
        while (end < in.end() && " \t\n]|<[{}".indexOf(in.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
