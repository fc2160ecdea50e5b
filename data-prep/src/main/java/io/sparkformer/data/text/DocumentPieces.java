package io.sparkformer.data.text;

import io.sparkformer.data.text.SpecialTokenTemplate.Frame;
import java.util.ArrayList;
import java.util.List;

/** Cuts documents so that they fit into records. */
final class DocumentPieces {
    private DocumentPieces() {}

    /**
     * What one record gets of a document.
     *
     * @param firstFrom where it begins in the first text
     * @param firstTo where it ends there
     * @param secondFrom where it begins in the second text
     * @param secondTo where it ends there
     */
    record Piece(int firstFrom, int firstTo, int secondFrom, int secondTo) {}

    /** How many records a document becomes if none of it is left out. */
    static int count(TokenizedDocument document, int length, SpecialTokenTemplate template) {
        return split(document, length, template).size();
    }

    /** All of a document: of a pair the first text stands in each piece. */
    static List<Piece> split(TokenizedDocument document, int length, SpecialTokenTemplate template) {
        int first = document.first().length();
        TokenRun secondRun = document.second();
        List<Piece> pieces = new ArrayList<>();
        if (secondRun == null) {
            int room = room(length, template.single());
            for (int from = 0; from < first; from += room) {
                pieces.add(new Piece(from, Math.min(first, from + room), 0, 0));
            }
            return pieces;
        }
        int room = room(length - first, template.pair());
        for (int from = 0; from < secondRun.length(); from += room) {
            pieces.add(new Piece(0, first, from, Math.min(secondRun.length(), from + room)));
        }
        return pieces;
    }

    private static int room(int length, Frame frame) {
        return Math.max(1, length - frame.length());
    }

    /**
     * The beginning of a document. Of a pair the longer text loses tokens first, as Hugging Face's strategy
     * {@code longest_first} does it: the shorter one keeps all of its own if both fit so; else each gets half of the room,
     * and the longer one, or the second of equals, the odd token.
     */
    static Piece truncate(TokenizedDocument document, int length, SpecialTokenTemplate template) {
        int first = document.first().length();
        TokenRun secondRun = document.second();
        if (secondRun == null) {
            return new Piece(0, Math.min(first, room(length, template.single())), 0, 0);
        }
        int second = secondRun.length();
        int room = length - template.pair().length();
        if (first + second <= room) {
            return new Piece(0, first, 0, second);
        }
        int shorter = Math.min(first, second);
        int longer = Math.max(shorter, room - shorter);
        if (shorter + longer > room) {
            shorter = room / 2;
            longer = room - shorter;
        }
        return first > second ? new Piece(0, longer, 0, shorter) : new Piece(0, shorter, 0, longer);
    }
}
