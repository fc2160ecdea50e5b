package io.sparkformer.data.markup;

import io.sparkformer.data.markup.WikiOutput.Kind;

/** What means something only where a line begins: tables, lists, rules and headings. */
final class WikiLines {
    private static final int MAX_HEADING = 6;

    private final WikiCursor in;
    private final WikiOutput out;
    /** Where the signs behind a heading begin, and where its line ends. */
    private int titleEnd = -1;

    private int titleLineEnd;

    WikiLines(WikiCursor in, WikiOutput out) {
        this.in = in;
        this.out = out;
    }

    /** Leaves out the signs behind a heading; whether they stand here. */
    boolean endTitle() {
        if (in.place() != titleEnd) {
            return false;
        }
        in.moveTo(titleLineEnd);
        return true;
    }

    /** What means something only where a line begins; whether there was any. */
    boolean begin() {
        int begin = in.place();
        while (begin < in.end() && (in.charAt(begin) == ' ' || in.charAt(begin) == ':')) {
            begin++;
        }
        if (in.startsWith("{|", begin)) {
            out.begin(Kind.TABLE);
            in.moveTo(begin + 2);
            return true;
        }
        if (in.startsWith("|}", begin) && !in.startsWith("|}}", begin) && out.isOpen(Kind.TABLE)) {
            out.cutTable();
            in.moveTo(begin + 2);
            return true;
        }
        int item = in.place();
        while (item < in.end() && "*#:;".indexOf(in.charAt(item)) >= 0) {
            item++;
        }
        if (item > in.place()) {
            in.moveTo(in.skipSpaces(item));
            return true;
        }
        return rule() || heading();
    }

    private boolean rule() {
        if (!in.startsWith("----")) {
            return false;
        }
        in.pass(in.run('-'));
        return true;
    }

    /** The signs on both sides of a heading; what lies between is read as any line. */
    private boolean heading() {
        if (in.character() != '=') {
            return false;
        }
        int lineEnd = in.indexOf("\n", in.place());
        int end = lineEnd < 0 ? in.end() : lineEnd;
        while (end > in.place() && (in.charAt(end - 1) == ' ' || in.charAt(end - 1) == '\t')) {
            end--;
        }
        int signs = 0;
        while (signs < MAX_HEADING
                && in.place() + 2 * signs + 2 < end
                && in.charAt(in.place() + signs) == '='
                && in.charAt(end - 1 - signs) == '=') {
            signs++;
        }
        if (signs == 0) {
            return false;
        }
        titleEnd = end - signs;
        titleLineEnd = lineEnd < 0 ? in.end() : lineEnd;
        in.moveTo(in.skipSpaces(in.place() + signs));
        return true;
    }
}
