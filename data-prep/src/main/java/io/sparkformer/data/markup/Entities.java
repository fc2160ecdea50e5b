package io.sparkformer.data.markup;

import org.jsoup.parser.Parser;

/** Characters by name and number, as HTML has them. */
final class Entities {
    private static final String NO_BREAK_SPACE = "\u00a0";

    private Entities() {}

    /** What an entity stands for; itself where that is nothing. */
    static String text(String entity) {
        String text = Parser.unescapeEntities(entity, false);
        return switch (text) {
            case NO_BREAK_SPACE -> " ";
            case "\0" -> "";
            default -> text;
        };
    }
}
