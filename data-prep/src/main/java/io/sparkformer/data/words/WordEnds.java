package io.sparkformer.data.words;

/** Where the words of a byte-level tokenizer end, as its regular expression says, but in one pass. */
public sealed interface WordEnds permits Gpt2Words, Gpt4Words {
    /** Behind the word that begins at a place before the limit. */
    int end(char[] text, int start, int limit);

    /**
     * The end of a run of white space ({@code \s+(?!\S)|\s+}): the last one before a word is left to it, or stands alone.
     *
     * @param end behind the run
     */
    static int leavingOne(int start, int end, int limit) {
        return end == limit || end == start + 1 ? end : end - 1;
    }
}
