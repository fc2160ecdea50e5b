package io.sparkformer.data.source;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;

/** Reads an archive of many members in a process that has little memory, and prints how many images it gives. */
final class ManyMembers {
    private static final int CLASSES = 10;

    private ManyMembers() {}

    /** Writes an archive of so many members: an image of its own each, or every second its class. */
    static void write(Path file, String format, int members) throws IOException {
        boolean pairs = format.equals("webdataset");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            for (int member = 0; member < members; member++) {
                String className = "class" + member / 2 % CLASSES;
                if (!pairs) {
                    put(tar, className + "/" + member + ".png", "image " + member);
                } else if (member % 2 == 0) {
                    put(tar, member + ".png", "image " + member);
                } else {
                    put(tar, (member - 1) + ".cls", className);
                }
            }
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    /** A file, its format, and how much a task reads. */
    public static void main(String[] arguments) throws IOException {
        Configuration hadoop = new Configuration(false);
        UnitSize size = new UnitSize(1, Long.parseLong(arguments[2]));
        ReadingRules rules = Inputs.SINGLE_RULES;
        long[] images = {0};
        for (InputUnit unit : InputListing.list(hadoop, List.of(arguments[0]), arguments[1], rules, 1)
                .units()) {
            for (InputUnit part : InputReader.divide(hadoop, unit, rules, size)) {
                images[0] += InputReader.read(hadoop, part, rules, image -> {
                            byte[] bytes = image.bytes();
                            if (bytes == null || bytes.length == 0) {
                                throw new IllegalStateException(image.source() + " is empty");
                            }
                        })
                        .images();
            }
        }
        System.out.println(images[0]);
    }
}
