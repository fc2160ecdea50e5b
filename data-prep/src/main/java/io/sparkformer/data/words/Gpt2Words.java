package io.sparkformer.data.words;

/**
 * The words of GPT-2 (Radford et al. 2019):
 *
 * <pre>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</pre>
 */
public record Gpt2Words() implements WordEnds {
    private static final String[] CONTRACTIONS = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};

    @Override
    public int end(char[] text, int start, int limit) {
        char first = text[start];
        if (first == '\'') {
            int contraction = contraction(text, start, limit);
            if (contraction > start) {
                return contraction;
            }
        }
        int begin = first == ' ' && start + 1 < limit ? start + 1 : start;
        byte kind = CharacterKind.at(text, begin, limit);
        return kind == CharacterKind.SPACE
                ? WordEnds.leavingOne(start, CharacterKind.endOfRun(text, start, limit, CharacterKind.SPACE), limit)
                : CharacterKind.endOfRun(text, begin, limit, kind);
    }

    private static int contraction(char[] text, int start, int limit) {
        for (String contraction : CONTRACTIONS) {
            if (startsWith(text, start, limit, contraction)) {
                return start + contraction.length();
            }
        }
        return start;
    }

    private static boolean startsWith(char[] text, int start, int limit, String word) {
        if (limit - start < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
