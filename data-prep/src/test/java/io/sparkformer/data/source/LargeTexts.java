package io.sparkformer.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Reads one file in a process that has little memory, and prints what it gives. */
final class LargeTexts {
    private static final int LIMIT = 1 << 20;

    private LargeTexts() {}

    /** What stands before and behind the letters, in each format. */
    private static List<String> parts(String format, long letters) {
        return switch (format) {
            case "blank-lines" -> List.of("one\n\n", "\nmore\n\nlast\n");
            case "jsonl" -> List.of("{\"text\": \"one\"}\n{\"text\": \"", "\"}\n{\"text\": \"last\"}\n");
            case "mediawiki" ->
                List.of(
                        TestWiki.HEAD + TestWiki.page(1, "one") + "<page><id>2</id><revision><text>",
                        "</text></revision></page>" + TestWiki.page(3, "last") + TestWiki.TAIL);
            case "warc" ->
                List.of(record(3) + "one\r\n\r\n" + record(letters), "\r\n\r\n" + record(4) + "last\r\n\r\n");
            default -> List.of("one\n", "\nlast\n");
        };
    }

    private static String record(long length) {
        return "WARC/1.1\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: " + length
                + "\r\n\r\n";
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 60));
    }

    /** A format, how long the file is, how much a task reads, and the file if it is none of letters. */
    public static void main(String[] arguments) throws IOException {
        String format = arguments[0];
        long letters = Long.parseLong(arguments[1]);
        TextReading reading = TextReading.of(format, LIMIT);
        boolean generated = arguments.length == 3;
        List<String> parts = parts(format, letters);
        Configuration hadoop =
                generated ? GeneratedFileSystem.configuration(parts.get(0), parts.get(1)) : new Configuration(false);
        String file = generated
                ? "generated:///" + letters + ".txt"
                : Path.of(arguments[3]).toString();
        UnitSize size = new UnitSize(1, Long.parseLong(arguments[2]));
        List<String> texts = new ArrayList<>();
        for (InputUnit unit : TextListing.list(hadoop, List.of(file), format, reading.rules(), size)
                .units()) {
            TextReader.read(
                    hadoop,
                    (TextFiles) unit,
                    reading.rules(),
                    text -> texts.add(shortened(TextReading.describe(text))));
        }
        System.out.println(texts);
    }
}
