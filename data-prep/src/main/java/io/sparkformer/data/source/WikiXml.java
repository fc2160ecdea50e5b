package io.sparkformer.data.source;

import io.sparkformer.data.markup.WikiNamespaces;
import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the XML of a wiki's export (mediawiki.org/wiki/Help:Export, versions 0.3 to 0.11), by the JDK's own parser, whatever
 * others are there. No document type is read, and no entity but XML's own.
 */
final class WikiXml {
    /** Of a page, whatever is not its text takes less between one event of the parser and the next. */
    private static final int MAX_STEP_BYTES = 1 << 20;

    private static final Set<String> HIDDEN_NAMESPACES = Set.of("6", "14");
    private static final String LIMITS = "http://www.oracle.com/xml/jaxp/properties/";

    private final XMLInputFactory factory = factory();
    private final TextDecoder decoder;
    private final int maxBytes;

    /**
     * A reader of pages.
     *
     * @param maxBytes longer texts are not kept
     */
    WikiXml(TextDecoder decoder, int maxBytes) {
        this.decoder = decoder;
        this.maxBytes = maxBytes;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // They count the entities of XML itself too, of which large pages have many.
        factory.setProperty(LIMITS + "totalEntitySizeLimit", "0");
        factory.setProperty(LIMITS + "maxGeneralEntitySizeLimit", "0");
        return factory;
    }

    /**
     * What the wiki calls its files and categories, as the beginning of its export tells.
     *
     * @throws RejectedTextException when it is no export
     */
    WikiNamespaces site(Beginning beginning) throws RejectedTextException {
        Set<String> names = new TreeSet<>();
        String root = "";
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new InputStreamReader(
                    decoder.open(new ByteArrayInputStream(beginning.bytes())), decoder.charset()));
            String key = "";
            for (int event = xml.next(); !isEnd(xml, event, "siteinfo"); event = xml.next()) {
                if (event == XMLStreamConstants.DTD) {
                    break;
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    root = root.isEmpty() ? xml.getLocalName() : root;
                    boolean named = xml.getLocalName().equals("namespace");
                    key = named ? String.valueOf(xml.getAttributeValue(null, "key")) : "";
                } else if (event == XMLStreamConstants.CHARACTERS && HIDDEN_NAMESPACES.contains(key)) {
                    names.add(xml.getText());
                }
            }
        } catch (XMLStreamException cut) {
            // The beginning ends somewhere; pages are read each by itself.
        }
        if (!root.equals("mediawiki") && !beginning.damaged()) {
            throw new RejectedTextException(
                    Reason.MALFORMED_XML,
                    "the file is no export of MediaWiki, which begins with <mediawiki>: take it out, or set"
                            + " prepare-text.format");
        }
        return WikiNamespaces.ENGLISH.with(names);
    }

    private static boolean isEnd(XMLStreamReader xml, int event, String element) {
        return event == XMLStreamConstants.END_DOCUMENT
                || (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals(element));
    }

    /**
     * A page.
     *
     * @throws RejectedTextException when its XML is broken
     * @throws IOException when the text cannot be read on
     */
    WikiPage page(PageElements page) throws RejectedTextException, IOException {
        Watched in = new Watched(new InputStreamReader(page, decoder.strict()));
        try {
            PageContent content = new PageContent(maxBytes);
            page.allow(MAX_STEP_BYTES);
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                content.add(xml, xml.next());
                page.allow(MAX_STEP_BYTES);
            }
            return content.page();
        } catch (XMLStreamException malformed) {
            in.rethrow();
            String fault = String.valueOf(malformed.getMessage()).lines().reduce("", (first, last) -> last);
            throw malformed(fault);
        } catch (RuntimeException fault) {
            // The parser's own, as for characters that XML does not know.
            throw malformed(String.valueOf(fault.getMessage()));
        }
    }

    private static RejectedTextException malformed(String fault) {
        return new RejectedTextException(
                Reason.MALFORMED_XML, "the XML of the page is broken (" + fault + "): export it anew");
    }

    /** Keeps what fails, since the parser makes its own of it. */
    private final class Watched extends Reader {
        private final Reader in;
        private @Nullable IOException failure;

        Watched(Reader in) {
            this.in = in;
        }

        @Override
        public int read(char[] characters, int offset, int count) throws IOException {
            try {
                return in.read(characters, offset, count);
            } catch (IOException fault) {
                failure = fault;
                throw fault;
            }
        }

        void rethrow() throws IOException, RejectedTextException {
            if (failure instanceof CharacterCodingException) {
                throw decoder.invalid();
            }
            if (failure != null && !(failure instanceof PageElements.TooLong)) {
                throw failure;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
