package io.sparkformer.data.source;

import io.sparkformer.data.markup.WikiNamespaces;
import io.sparkformer.data.markup.WikiText;
import io.sparkformer.data.text.RejectedTextException;
import java.io.IOException;

/**
 * Reads the pages of a wiki as plain text. A document's id is the file and the page's number, of a broken page the place at
 * which it begins. Redirects, pages of namespaces that are not asked for, and those that are no wiki text, are left out.
 */
final class MediaWikiReader implements DocumentReader {
    private final TextFile file;
    private final TextDelivery delivery;
    private final WikiXml xml;
    private final WikiNamespaces namespaces;

    private MediaWikiReader(TextFile file, TextDelivery delivery, WikiXml xml, WikiNamespaces namespaces) {
        this.file = file;
        this.delivery = delivery;
        this.xml = xml;
        this.namespaces = namespaces;
    }

    /**
     * A reader of a file.
     *
     * @throws RejectedTextException when it is no export
     */
    static MediaWikiReader of(TextFile file, TextDelivery delivery, TextDecoder decoder, Beginning beginning)
            throws RejectedTextException {
        WikiXml xml = new WikiXml(decoder, delivery.rules().maxBytes());
        return new MediaWikiReader(file, delivery, xml, xml.site(beginning));
    }

    @Override
    public void read(Passage passage) throws IOException {
        PageElements pages = new PageElements(passage);
        while (pages.next()) {
            String place = file.file().path() + "#" + passage.place(pages.start());
            try {
                deliver(xml.page(pages));
            } catch (RejectedTextException refused) {
                delivery.reject(place, refused.reason(), String.valueOf(refused.getMessage()));
            }
        }
    }

    private void deliver(WikiPage page) {
        String source = file.file().path() + "#" + page.id();
        if (!delivery.rules().namespaces().contains(page.namespace()) || !page.isArticle()) {
            delivery.ignore();
        } else if (page.bytes() > delivery.rules().maxBytes()) {
            delivery.rejectTooLarge(source, page.bytes());
        } else {
            delivery.record(file, source, page.fields(WikiText.of(page.markup(), namespaces)));
        }
    }
}
