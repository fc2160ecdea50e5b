package io.sparkformer.data.source;

import io.sparkformer.data.markup.HtmlText;
import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Reads the pages of a web archive as plain text: texts that a crawler has extracted ({@code conversion}, as in WET files),
 * and answers of servers ({@code response}) that are HTML or plain text. Answers of errors, and of other types, are left out.
 */
final class WarcReader implements DocumentReader {
    private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");
    private static final String HTTP = "application/http";
    private static final String PLAIN = "text/plain";
    private static final String SUCCESS = "HTTP/\\S+ 200( .*)?";

    private final TextFile file;
    private final TextDelivery delivery;

    WarcReader(TextFile file, TextDelivery delivery) {
        this.file = file;
        this.delivery = delivery;
    }

    @Override
    public void read(Passage passage) throws IOException {
        WarcRecords records = new WarcRecords(passage.in());
        boolean more = true;
        while (more) {
            try {
                MessageFields record = records.next();
                more = record != null;
                if (record != null) {
                    deliver(source(passage, records), record, records);
                }
            } catch (RejectedTextException refused) {
                delivery.reject(source(passage, records), refused.reason(), String.valueOf(refused.getMessage()));
            }
        }
    }

    private String source(Passage passage, WarcRecords records) {
        return file.file().path() + "#" + passage.place(records.start());
    }

    private void deliver(String source, MessageFields record, WarcRecords records)
            throws IOException, RejectedTextException {
        switch (record.get("warc-type")) {
            case "conversion" -> deliver(source, record, record, records);
            case "response" -> deliverResponse(source, record, records);
            default -> {
                // Of the crawl, not of the web.
            }
        }
    }

    private void deliverResponse(String source, MessageFields record, WarcRecords records)
            throws IOException, RejectedTextException {
        if (!record.contentType().equals(HTTP)) {
            delivery.ignore();
            return;
        }
        MessageFields http = MessageFields.read(records::readContent);
        if (http.firstLine().matches(SUCCESS)) {
            deliver(source, record, http, records);
        } else {
            delivery.ignore();
        }
    }

    /** Delivers what is left of a record, if it is text. */
    private void deliver(String source, MessageFields record, MessageFields message, WarcRecords records)
            throws IOException, RejectedTextException {
        String type = message.contentType();
        boolean html = HTML.contains(type);
        if (!html && !type.equals(PLAIN)) {
            delivery.ignore();
            return;
        }
        int limit = delivery.rules().maxBytes();
        if (records.left() > limit) {
            delivery.rejectTooLarge(source, records.left());
            return;
        }
        byte[] body = HttpBody.of(message, records.content(), limit);
        String characters = WebPage.characters(body, message.charset());
        if (characters.indexOf('\0') >= 0) {
            throw new RejectedTextException(
                    Reason.NOT_TEXT, "it has characters of zero, as binary files have: take it out");
        }
        HtmlText page = html ? HtmlText.of(characters) : new HtmlText("", characters);
        delivery.record(
                file,
                source,
                new NamedTexts(
                        Map.of("url", record.get("warc-target-uri"), "title", page.title(), "text", page.text())));
    }
}
