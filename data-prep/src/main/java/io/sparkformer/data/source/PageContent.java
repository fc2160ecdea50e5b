package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What the events of a page's XML come to. Of many revisions two are held, the newest so far and the one being read. */
final class PageContent {
    private static final int MAX_NAME = 1 << 12;
    private static final int MAX_DEPTH = 16;

    private final int maxBytes;
    private final Deque<String> path = new ArrayDeque<>();
    /** The texts of short elements, by their paths. */
    private final Map<String, String> texts = new HashMap<>();

    private final StringBuilder text = new StringBuilder();
    private long bytes;
    private Revision revision = Revision.NONE;
    private Revision newest = Revision.NONE;

    PageContent(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    private record Revision(String timestamp, String model, String markup, long bytes) {
        static final Revision NONE = new Revision("", "", "", 0);
    }

    /** Takes an event. */
    void add(XMLStreamReader xml, int event) throws XMLStreamException {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> begin(xml.getLocalName());
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
            case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
                throw new XMLStreamException("it has entities of its own");
            default -> {
                // Comments and the like.
            }
        }
    }

    private void begin(String element) throws XMLStreamException {
        if (path.size() == MAX_DEPTH) {
            throw new XMLStreamException("it is nested more than " + MAX_DEPTH + " deep");
        }
        path.addLast(element);
        text.setLength(0);
        bytes = 0;
        if (name().equals("page/revision")) {
            revision = Revision.NONE;
        }
        if (element.equals("redirect")) {
            texts.put(name(), "");
        }
    }

    private String name() {
        return String.join("/", path);
    }

    private void append(char[] characters, int from, int count) {
        int limit = "text".equals(path.peekLast()) ? maxBytes : MAX_NAME;
        for (int i = from; i < from + count; i++) {
            char character = characters[i];
            // Half of four bytes, where two make a character.
            bytes += character < 0x80 ? 1 : character < 0x800 || Character.isSurrogate(character) ? 2 : 3;
        }
        if (bytes <= limit) {
            text.append(characters, from, count);
        } else {
            text.setLength(0);
        }
    }

    private void end() {
        String name = name();
        switch (name) {
            case "page/revision/timestamp" ->
                revision = new Revision(text.toString(), revision.model(), revision.markup(), revision.bytes());
            case "page/revision/model" ->
                revision = new Revision(revision.timestamp(), text.toString(), revision.markup(), revision.bytes());
            case "page/revision/text" ->
                revision = new Revision(revision.timestamp(), revision.model(), text.toString(), bytes);
            case "page/revision" -> newest = isNewer(revision) ? revision : newest;
            case "page/id", "page/title", "page/ns" -> texts.put(name, text.toString());
            default -> {
                // Not needed.
            }
        }
        path.removeLast();
        text.setLength(0);
        bytes = 0;
    }

    /** Times are written so that their order is that of their characters; of two at one time the later counts. */
    private boolean isNewer(Revision other) {
        return other.timestamp().compareTo(newest.timestamp()) >= 0;
    }

    /** The page. */
    WikiPage page() throws RejectedTextException {
        String id = texts.getOrDefault("page/id", "");
        String namespace = texts.getOrDefault("page/ns", "0");
        if (!id.matches("\\d{1,18}") || !namespace.matches("-?\\d{1,6}")) {
            throw new RejectedTextException(
                    Reason.MALFORMED_XML,
                    "the page has no number, or one that is none (id \"" + id + "\", ns \"" + namespace
                            + "\"): export it anew");
        }
        return new WikiPage(
                id,
                texts.getOrDefault("page/title", ""),
                Integer.parseInt(namespace),
                texts.containsKey("page/redirect"),
                newest.model(),
                newest.markup(),
                newest.bytes());
    }
}
