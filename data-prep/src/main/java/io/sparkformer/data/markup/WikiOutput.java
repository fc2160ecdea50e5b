package io.sparkformer.data.markup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The text that markup has come to so far, and what is open in it. What begins remembers how long the text was; what ends in
 * nothing cuts it back to there.
 */
final class WikiOutput {
    /** The longest run of braces that means one thing: an argument of a template. */
    private static final int ARGUMENT = 3;
    /** Longer names of namespaces there are none. */
    private static final int MAX_NAMESPACE = 64;

    private final WikiNamespaces namespaces;
    private final StringBuilder text = new StringBuilder();
    private final Deque<Open> open = new ArrayDeque<>();
    /** How many of the open ones are of each kind, and how many are tags of each name. */
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

    private final Map<String, Integer> tags = new HashMap<>();

    WikiOutput(WikiNamespaces namespaces) {
        this.namespaces = namespaces;
    }

    /** What can be open. */
    enum Kind {
        BRACES,
        LINK,
        ADDRESS,
        TABLE,
        TAG
    }

    /** Something that has begun. */
    private static final class Open {
        final Kind kind;
        /** How long the text was. */
        final int mark;
        /** The name of a tag. */
        final String name;
        /** How many braces. */
        int braces;
        /** Of a link: whether a colon says that it is one, whether its label has begun, and whether it shows nothing. */
        boolean shown;

        boolean labelled;
        boolean hidden;

        Open(Kind kind, int mark, String name, int braces) {
            this.kind = kind;
            this.mark = mark;
            this.name = name;
            this.braces = braces;
        }
    }

    /** The text, tidied. */
    String text() {
        return PlainLines.tidy(text);
    }

    void append(char character) {
        text.append(character);
    }

    void append(CharSequence characters) {
        text.append(characters);
    }

    /** Begins something. */
    void begin(Kind kind) {
        push(new Open(kind, text.length(), "", 0));
    }

    /** Begins what stands in a tag. */
    void beginTag(String name) {
        push(new Open(Kind.TAG, text.length(), name, 0));
    }

    /** Begins a template, or several. */
    void beginBraces(int braces) {
        push(new Open(Kind.BRACES, text.length(), "", braces));
    }

    /**
     * Begins a link.
     *
     * @param shown whether it shows, whatever it leads to
     */
    void beginLink(boolean shown) {
        Open link = new Open(Kind.LINK, text.length(), "", 0);
        link.shown = shown;
        push(link);
    }

    private void push(Open begun) {
        open.push(begun);
        counts.merge(begun.kind, 1, Integer::sum);
        if (begun.kind == Kind.TAG) {
            tags.merge(begun.name, 1, Integer::sum);
        }
    }

    private Open pop() {
        Open last = open.pop();
        counts.merge(last.kind, -1, Integer::sum);
        if (last.kind == Kind.TAG) {
            tags.merge(last.name, -1, Integer::sum);
        }
        return last;
    }

    boolean isOpen(Kind kind) {
        return counts.getOrDefault(kind, 0) > 0;
    }

    boolean innerIs(Kind kind) {
        Open last = open.peek();
        return last != null && last.kind == kind;
    }

    private Open inner() {
        Open last = open.peek();
        if (last == null) {
            throw new IllegalStateException("nothing is open");
        }
        return last;
    }

    /** Ends the innermost, whose text stays. */
    void endInner() {
        pop();
    }

    /** Cuts the innermost table; those within it that never closed go too. */
    void cutTable() {
        cut(Kind.TABLE, "");
    }

    /** Cuts what stands in the innermost tag of a name, if there is one. */
    void cutTag(String name) {
        if (tags.getOrDefault(name, 0) > 0) {
            cut(Kind.TAG, name);
        }
    }

    private void cut(Kind kind, String name) {
        while (!open.isEmpty()) {
            Open last = pop();
            if (last.kind == kind && last.name.equals(name)) {
                text.setLength(last.mark);
                return;
            }
        }
    }

    /** Cuts templates, as many braces as there are on both sides, by threes and twos. */
    void cutBraces(int braces) {
        int left = braces;
        while (left >= 2 && isOpen(Kind.BRACES)) {
            while (inner().kind != Kind.BRACES) {
                pop();
            }
            Open opened = inner();
            int taken = Math.min(Math.min(left, opened.braces), ARGUMENT);
            text.setLength(opened.mark);
            opened.braces -= taken;
            left -= taken;
            if (opened.braces < 2) {
                pop();
            }
        }
    }

    /** In a link: its target is known now, and gives way to the label; whether there was a target. */
    boolean beginLabel() {
        if (!innerIs(Kind.LINK) || inner().labelled) {
            return false;
        }
        Open link = inner();
        link.labelled = true;
        link.hidden = isHidden(link);
        text.setLength(link.mark);
        return true;
    }

    private boolean isHidden(Open link) {
        String target = text.substring(link.mark, Math.min(text.length(), link.mark + MAX_NAMESPACE));
        return !link.shown && namespaces.isHidden(target, link.labelled);
    }

    /** Ends a link, and cuts it if it shows nothing. */
    void endLink() {
        Open link = pop();
        if (link.hidden || (!link.labelled && isHidden(link))) {
            text.setLength(link.mark);
        }
    }

    /** Links end where their line does, but for pictures, whose captions may go on. */
    void endLine() {
        while (innerIs(Kind.ADDRESS) || (innerIs(Kind.LINK) && !inner().hidden)) {
            pop();
        }
    }
}
