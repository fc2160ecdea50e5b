package io.sparkformer.data.markup;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * The text of a page of HTML: what a browser would show, a line for each block, without scripts, styles and forms.
 *
 * @param title of the page; empty if it has none
 */
public record HtmlText(String title, String text) {
    private static final Set<String> HIDDEN = Set.of(
            "head",
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "object",
            "svg",
            "math",
            "canvas",
            "audio",
            "video",
            "select",
            "textarea",
            "button");

    /** The text of a page, whatever is broken in it. */
    public static HtmlText of(String html) {
        Document page = Jsoup.parse(html);
        Lines lines = new Lines();
        page.filter(lines);
        return new HtmlText(page.title().strip(), PlainLines.tidy(lines.text));
    }

    private static final class Lines implements NodeFilter {
        private final StringBuilder text = new StringBuilder();

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode characters) {
                String words = characters.getWholeText().replace('\u00a0', ' ').replaceAll("\\s+", " ");
                text.append(endsLine() ? words.stripLeading() : words);
            } else if (node instanceof Element element) {
                if (HIDDEN.contains(element.normalName()) || element.hasAttr("hidden")) {
                    return FilterResult.SKIP_ENTIRELY;
                }
                text.append(element.normalName().equals("br") ? "\n" : "");
                space(element);
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                space(element);
            }
            return FilterResult.CONTINUE;
        }

        private void space(Element element) {
            String name = element.normalName();
            if (name.equals("td") || name.equals("th")) {
                text.append(' ');
            } else if (element.isBlock() && !endsLine()) {
                text.append('\n');
            }
        }

        private boolean endsLine() {
            return text.isEmpty() || text.charAt(text.length() - 1) == '\n';
        }
    }
}
