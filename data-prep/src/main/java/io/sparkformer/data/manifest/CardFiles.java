package io.sparkformer.data.manifest;

/**
 * What is written beside a manifest of texts, for people and other programs.
 *
 * @param json the data card
 * @param html the same as a page
 * @param accounts lines of JSON, one for each input file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CardFiles(byte[] json, byte[] html, byte[] accounts) {
    /** Extension of the card. */
    public static final String JSON = "json";

    /** Extension of the page. */
    public static final String HTML = "html";

    /** Extension of the accounts. */
    public static final String ACCOUNTS = "files.jsonl";
}
