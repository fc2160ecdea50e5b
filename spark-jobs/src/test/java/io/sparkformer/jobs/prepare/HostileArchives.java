package io.sparkformer.jobs.prepare;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** Archives that were made to harm, in a folder. */
final class HostileArchives {
    private static final int CUTS = 5;
    private static final int FLIPS = 6;
    private static final int RECORD = 512;
    private static final int GZIP_HEADER = 10;
    /** The footer's length and the magic number. */
    private static final int PARQUET_TAIL = 8;

    private final Path folder;

    HostileArchives(Path folder) {
        this.folder = folder;
    }

    /** One archive of whole form with 6 good and 11 bad entries. */
    Path entries() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (int i = 0; i < 6; i++) {
                file(tar, "train/a/" + i + ".png", ImageSet.png(i));
            }
            file(tar, "../../climbs-out.png", ImageSet.png(10));
            file(tar, "/absolute.png", ImageSet.png(11));
            file(tar, "train/a/../../../inside.png", ImageSet.png(12));
            file(tar, "train/a/0.png", ImageSet.png(13));
            file(tar, "./train/a/1.png", ImageSet.png(14));
            file(tar, "train/a/empty.png", new byte[0]);
            file(tar, "train/a/large.png", new byte[30_000]);
            special(tar, "train/a/symbolic.png", TarConstants.LF_SYMLINK, "/etc/passwd");
            special(tar, "train/a/hard.png", TarConstants.LF_LINK, "train/a/0.png");
            special(tar, "train/a/device.png", TarConstants.LF_CHR, "");
            special(tar, "train/a/pipe.png", TarConstants.LF_FIFO, "");
        }
        return Files.write(folder.resolve("entries.tar"), bytes.toByteArray());
    }

    /** Archives that are damaged as such: each must be rejected as a whole from some entry on. */
    List<Path> damaged() throws IOException {
        byte[] tar = honest();
        byte[] zipped = gzip(tar);
        List<Path> archives = new ArrayList<>();
        for (int cut = 1; cut <= CUTS; cut++) {
            archives.add(write("cut-" + cut + ".tar", Arrays.copyOf(tar, contentLength(tar) * cut / (CUTS + 1))));
            archives.add(write("cut-" + cut + ".tar.gz", Arrays.copyOf(zipped, zipped.length * cut / (CUTS + 1))));
        }
        Random random = new Random(5);
        for (int flip = 0; flip < FLIPS; flip++) {
            // Behind the header, whose time and system nobody checks; the content has a checksum.
            int at = GZIP_HEADER + random.nextInt(zipped.length - GZIP_HEADER);
            archives.add(write("flipped-" + flip + ".tar.gz", flipped(zipped, at)));
        }
        archives.add(write("more-behind.tar", twice(tar)));
        return archives;
    }

    /** Archives with a bit flipped in the header of an entry: its name, size, owner or time. */
    List<Path> withFlippedHeaders() throws IOException {
        byte[] tar = honest();
        Random random = new Random(6);
        List<Path> archives = new ArrayList<>();
        for (int flip = 0; flip < FLIPS; flip++) {
            archives.add(write("header-" + flip + ".tar", flipped(tar, header(tar, flip) + random.nextInt(150))));
        }
        return archives;
    }

    /** A Parquet table whose footer claims a terabyte for each of its columns. */
    static byte[] claimingATerabyte(byte[] table) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getInt(table.length - PARQUET_TAIL);
        int start = table.length - PARQUET_TAIL - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(table, start, length));
        footer.getRow_groups()
                .get(0)
                .getColumns()
                .forEach(column -> column.getMeta_data().setTotal_compressed_size(1L << 40));
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, changed);
        int changedLength = changed.size();
        byte[] tail = Arrays.copyOfRange(table, table.length - PARQUET_TAIL, table.length);
        ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).putInt(0, changedLength);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(table, 0, start);
        changed.writeTo(file);
        file.write(tail);
        return file.toByteArray();
    }

    private static byte[] honest() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (int i = 0; i < 8; i++) {
                file(tar, "train/a/" + i + ".png", ImageSet.png(i));
            }
        }
        return bytes.toByteArray();
    }

    /** Without the zeros that end an archive. */
    private static int contentLength(byte[] tar) {
        int end = tar.length;
        while (tar[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static int header(byte[] tar, int entry) {
        int at = 0;
        for (int i = 0; i < entry; i++) {
            long size = Long.parseLong(new String(tar, at + 124, 11, StandardCharsets.US_ASCII), 8);
            at += RECORD + (int) ((size + RECORD - 1) / RECORD * RECORD);
        }
        return at;
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 4;
        return changed;
    }

    private static byte[] twice(byte[] bytes) {
        byte[] doubled = Arrays.copyOf(bytes, 2 * bytes.length);
        System.arraycopy(bytes, 0, doubled, bytes.length, bytes.length);
        return doubled;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        // With true, an absolute name stays one.
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void special(TarArchiveOutputStream tar, String name, byte kind, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
