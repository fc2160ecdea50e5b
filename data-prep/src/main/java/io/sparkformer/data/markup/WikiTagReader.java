package io.sparkformer.data.markup;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Comments, and tags of HTML and of MediaWiki; of each whether it is one, which then is read. */
final class WikiTagReader {
    private static final int LONGEST_NAME = 20;

    private final WikiCursor in;
    private final WikiOutput out;
    private final WikiEntities entities;
    /** Names of tags that are raw and do not close any more: looking again would make time quadratic. */
    private final Set<String> endless = new HashSet<>();

    WikiTagReader(WikiCursor in, WikiOutput out, WikiEntities entities) {
        this.in = in;
        this.out = out;
        this.entities = entities;
    }

    boolean comment() {
        if (!in.startsWith("<!--")) {
            return false;
        }
        int end = endless.contains("!--") ? -1 : in.indexOf("-->", in.place() + 4);
        if (end < 0) {
            endless.add("!--");
            in.pass(4);
        } else {
            in.moveTo(end + 3);
        }
        return true;
    }

    /** A tag that is known: of what it is, {@link WikiTags} tells. */
    boolean tag() {
        boolean closing = in.startsWith("</");
        int nameAt = in.place() + (closing ? 2 : 1);
        int nameEnd = nameAt;
        while (nameEnd < in.end() && nameEnd - nameAt < LONGEST_NAME && Character.isLetterOrDigit(in.charAt(nameEnd))) {
            nameEnd++;
        }
        int end = nameEnd;
        while (end < in.end() && in.charAt(end) != '>' && in.charAt(end) != '<') {
            end++;
        }
        if (nameEnd == nameAt || end == in.end() || in.charAt(end) != '>') {
            return false;
        }
        String name = in.substring(nameAt, nameEnd).toLowerCase(Locale.ROOT);
        WikiTags kind = WikiTags.of(name);
        if (kind == WikiTags.TEXT) {
            return false;
        }
        boolean empty = in.charAt(end - 1) == '/';
        in.moveTo(end + 1);
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
            for (int i = in.place(); i < end; ) {
                i = in.charAt(i) == '&' ? entities.read(i) : entities.plain(i);
            }
        }
        int close = in.indexOf(">", end);
        in.moveTo(close < 0 ? in.end() : close + 1);
    }

    private int endTag(String name) {
        for (int i = in.indexOf("</", in.place()); i >= 0; i = in.indexOf("</", i + 2)) {
            int end = i + 2 + name.length();
            if (in.isNamed(name, i + 2) && (end == in.end() || !Character.isLetterOrDigit(in.charAt(end)))) {
                return i;
            }
        }
        return -1;
    }
}
