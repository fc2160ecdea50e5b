package io.sparkformer.data.source;

/** Exports of wikis as MediaWiki writes them. */
final class TestWiki {
    static final String HEAD = """
            <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="de">
              <siteinfo>
                <sitename>Wikipedia</sitename>
                <namespaces>
                  <namespace key="-1" case="first-letter">Spezial</namespace>
                  <namespace key="0" case="first-letter" />
                  <namespace key="6" case="first-letter">Datei</namespace>
                  <namespace key="14" case="first-letter">Kategorie</namespace>
                </namespaces>
              </siteinfo>
            """;
    static final String TAIL = "</mediawiki>\n";

    private TestWiki() {}

    /** An export of pages. */
    static String of(String... pages) {
        return HEAD + String.join("", pages) + TAIL;
    }

    static String page(int id, String markup) {
        return page(id, 0, "", revision("2024-01-01T00:00:00Z", markup));
    }

    static String page(int id, int namespace, String more, String... revisions) {
        return """
              <page>
                <title>Page %d</title>
                <ns>%d</ns>
                <id>%d</id>
            %s%s  </page>
            """.formatted(id, namespace, id, more, String.join("", revisions));
    }

    static String revision(String timestamp, String markup) {
        return """
                <revision>
                  <id>77</id>
                  <timestamp>%s</timestamp>
                  <contributor><username>Somebody</username><id>5</id></contributor>
                  <model>wikitext</model>
                  <format>text/x-wiki</format>
                  <text bytes="%d" xml:space="preserve">%s</text>
                </revision>
            """.formatted(
                        timestamp,
                        markup.length(),
                        markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }
}
