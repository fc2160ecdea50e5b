package io.sparkformer.jobs.prepare;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Bad image files of every kind, made from whole ones. For {@code max-pixels} of a million, {@code max-bytes} of 20,000. */
final class HostileFiles {
    private static final int CUTS = 5;
    private static final int FLIPS = 6;

    private final List<HostileFile> files = new ArrayList<>();
    private final Random random = new Random(4);

    private HostileFiles() {}

    /** All of them, always the same. */
    static List<HostileFile> all() throws IOException {
        HostileFiles made = new HostileFiles();
        made.addCut();
        made.addFlipped();
        made.addWithoutImage();
        made.addTooLarge();
        made.addAbsurd();
        made.addTiffs();
        made.addUnsupported();
        return made.files;
    }

    private void add(String name, byte[] bytes, @Nullable Reason reason) {
        files.add(new HostileFile(name, bytes, reason));
    }

    private void addCut() throws IOException {
        for (String name : GoodFiles.all()) {
            byte[] file = GoodFiles.read(name);
            for (int cut = 1; cut <= CUTS; cut++) {
                byte[] part = Arrays.copyOf(file, file.length * cut / (CUTS + 1));
                add("cut-" + cut + "-" + name, part, Reason.TRUNCATED_OR_CORRUPT);
            }
        }
    }

    private void addFlipped() throws IOException {
        for (String name : GoodFiles.WITH_CHECKSUMS) {
            for (int flip = 0; flip < FLIPS; flip++) {
                // Behind the signature, without which it is no PNG.
                add("flipped-" + flip + "-" + name, flipped(GoodFiles.read(name), 8), Reason.TRUNCATED_OR_CORRUPT);
            }
        }
        for (String name : GoodFiles.WITHOUT_CHECKSUMS) {
            for (int flip = 0; flip < FLIPS; flip++) {
                add("flipped-" + flip + "-" + name, flipped(GoodFiles.read(name), 0), null);
            }
        }
    }

    private byte[] flipped(byte[] file, int from) {
        file[from + random.nextInt(file.length - from)] ^= (byte) (1 << random.nextInt(8));
        return file;
    }

    private void addWithoutImage() throws IOException {
        for (String name : List.of("rgb.jpg", "rgb.png", "rgb.gif", "lossy.webp", "rgb.bmp", "rgb.tiff")) {
            add("wrong-magic-" + name, FileSurgery.put(GoodFiles.read(name), 0, 0x55, 0x55), Reason.NOT_AN_IMAGE);
        }
        add("page.jpg", "<html><body>404</body></html>".getBytes(StandardCharsets.UTF_8), Reason.NOT_AN_IMAGE);
        add("archive.png", new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0}, Reason.NOT_AN_IMAGE);
        add("zeros.bmp", new byte[1000], Reason.NOT_AN_IMAGE);
        add("one-byte.jpg", new byte[] {(byte) 0xFF}, Reason.NOT_AN_IMAGE);
        add("empty.jpg", new byte[0], Reason.EMPTY_FILE);
        add("empty.webp", new byte[0], Reason.EMPTY_FILE);
        add("padded.png", Arrays.copyOf(GoodFiles.read("rgb.png"), 30_000), Reason.TOO_MANY_BYTES);
    }

    /** Headers that claim more pixels than are allowed; some of them have them. */
    private void addTooLarge() throws IOException {
        int most = 0x3FFFFFFF;
        byte[] bmp = GoodFiles.read("rgb.bmp");
        byte[] gif = GoodFiles.read("rgb.gif");
        tooLarge("bomb.png", GoodFiles.read("bomb.png"));
        tooLarge("lying-header.png", GoodFiles.read("lying-header.png"));
        tooLarge("large.jpg", jpegSize("rgb.jpg", 0xC0, 0xFF));
        tooLarge("large-progressive.jpg", jpegSize("progressive.jpg", 0xC2, 0xFF));
        tooLarge("large-screen.gif", FileSurgery.put(gif, 6, 0xFF, 0xFF, 0xFF, 0xFF));
        tooLarge("large-picture.gif", FileSurgery.put(gif, gifPicture(gif) + 4, 0xFF, 0xFF, 0xFF, 0xFF));
        tooLarge("large.bmp", FileSurgery.putInts(bmp, 18, most, most));
        tooLarge("large-top-down.bmp", FileSurgery.putInts(bmp, 18, most, -most));
        tooLarge("large-lossless.webp", FileSurgery.put(GoodFiles.read("lossless.webp"), 21, 0xFF, 0xFF, 0xFF, 0x0F));
        tooLarge("large-lossy.webp", FileSurgery.put(GoodFiles.read("lossy.webp"), 26, 0xFF, 0x3F, 0xFF, 0x3F));
        tooLarge(
                "large-canvas.webp",
                FileSurgery.put(GoodFiles.read("animation.webp"), 24, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF));
        byte[] wide = FileSurgery.tag(GoodFiles.read("rgb.tiff"), 256, 1, Integer.MAX_VALUE);
        tooLarge("large.tiff", FileSurgery.tag(wide, 257, 1, Integer.MAX_VALUE));
    }

    private void tooLarge(String name, byte[] bytes) {
        add(name, bytes, Reason.TOO_MANY_PIXELS);
    }

    /** Headers that cannot be true. */
    private void addAbsurd() throws IOException {
        byte[] bmp = GoodFiles.read("rgb.bmp");
        byte[] gif = GoodFiles.read("rgb.gif");
        byte[] jpeg = GoodFiles.read("rgb.jpg");
        byte[] webp = GoodFiles.read("lossy.webp");
        absurd("no-pixels.jpg", jpegSize("rgb.jpg", 0xC0, 0));
        absurd("no-length.jpg", FileSurgery.put(jpeg, 4, 0, 0));
        absurd("only-markers.jpg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9});
        absurd("no-pixels.gif", FileSurgery.put(gif, gifPicture(gif) + 4, 0, 0, 0, 0));
        absurd("no-table.gif", FileSurgery.put(gif, 10, 0));
        absurd("no-pixels.bmp", FileSurgery.putInts(bmp, 18, 0, 0));
        absurd("least-height.bmp", FileSurgery.putInts(bmp, 22, Integer.MIN_VALUE));
        absurd("negative-width.bmp", FileSurgery.putInts(bmp, 18, -24));
        absurd("header-of-4-gigabytes.bmp", FileSurgery.putInts(bmp, 14, -1));
        absurd("pixels-far-away.bmp", FileSurgery.putInts(bmp, 10, -16));
        absurd("more-rows.bmp", FileSurgery.putInts(bmp, 22, 17));
        absurd("file-of-4-gigabytes.webp", FileSurgery.putInts(webp, 4, -16));
        absurd("chunk-of-4-gigabytes.webp", FileSurgery.putInts(webp, 16, -16));
        absurd("no-pixels.webp", FileSurgery.put(webp, 26, 0, 0, 0, 0));
        absurd("no-chunks.webp", "RIFF\4\0\0\0WEBP".getBytes(StandardCharsets.ISO_8859_1));
        absurd("palette-missing.png", GoodFiles.read("palette-missing.png"));
        absurd("palette-too-short.png", GoodFiles.read("palette-too-short.png"));
        absurd("short-data.png", GoodFiles.read("short-data.png"));
    }

    private void addTiffs() throws IOException {
        byte[] tiff = GoodFiles.read("rgb.tiff");
        byte[] tiles = GoodFiles.read("tiles.tiff");
        absurd("directory-far-away.tiff", FileSurgery.putInts(tiff, 4, -16));
        absurd("directory-at-0.tiff", FileSurgery.putInts(tiff, 4, 0));
        absurd("jpeg-larger-than-its-piece.tiff", largeJpegInside(GoodFiles.read("jpeg.tiff")));
        absurd("no-pixels.tiff", FileSurgery.tag(tiff, 256, 1, 0));
        absurd("strips-far-away.tiff", FileSurgery.tag(tiff, 273, 1, -16));
        absurd("billions-of-strips.tiff", FileSurgery.tag(tiff, 273, -1, 8));
        absurd("strip-of-4-gigabytes.tiff", FileSurgery.tag(tiff, 279, 1, -1));
        absurd("more-strips.tiff", FileSurgery.tag(tiff, 278, 1, 1));
        absurd("no-rows-in-a-strip.tiff", FileSurgery.tag(tiff, 278, 1, 0));
        absurd("wide-tiles.tiff", FileSurgery.tag(FileSurgery.tag(tiles, 322, 1, -1), 323, 1, -1));
        absurd("high-tiles.tiff", FileSurgery.tag(tiles, 323, 1, 1 << 30));
        absurd("tiles-without-width.tiff", FileSurgery.tag(tiles, 322, 1, 0));
    }

    private static byte[] largeJpegInside(byte[] tiff) {
        int frame = FileSurgery.indexOf(tiff, "\u00ff\u00c0");
        return FileSurgery.put(tiff, frame + 5, 0xFF, 0xFF, 0xFF, 0xFF);
    }

    private void absurd(String name, byte[] bytes) {
        add(name, bytes, Reason.TRUNCATED_OR_CORRUPT);
    }

    private void addUnsupported() throws IOException {
        byte[] jpeg = GoodFiles.read("rgb.jpg");
        byte[] tiff = GoodFiles.read("rgb.tiff");
        int frame = FileSurgery.indexOf(jpeg, "\u00ff\u00c0");
        unsupported("lossless.jpg", FileSurgery.put(jpeg, frame + 1, 0xC3));
        unsupported("12-bit.jpg", FileSurgery.put(jpeg, frame + 4, 12));
        unsupported("two-channels.jpg", FileSurgery.put(jpeg, frame + 9, 2));
        unsupported("jpeg-inside.bmp", FileSurgery.putInts(GoodFiles.read("rgb.bmp"), 30, 4));
        unsupported("7-bits.bmp", FileSurgery.put(GoodFiles.read("rgb.bmp"), 28, 7));
        unsupported("compression-50000.tiff", FileSurgery.tag(tiff, 259, 1, 50_000));
        unsupported("colours-unknown.tiff", FileSurgery.tag(tiff, 262, 1, 32_844));
        unsupported("nine-samples.tiff", FileSurgery.tag(tiff, 277, 1, 9));
        unsupported("big.tiff", FileSurgery.put(tiff, 2, 43));
        unsupported("picture.jp2", "\0\0\0\fjP  \r\n".getBytes(StandardCharsets.ISO_8859_1));
        unsupported("picture.avif", "\0\0\0 ftypavif".getBytes(StandardCharsets.ISO_8859_1));
    }

    private void unsupported(String name, byte[] bytes) {
        add(name, bytes, Reason.UNSUPPORTED_FORMAT);
    }

    /** Each byte of the frame header's size as this. */
    private static byte[] jpegSize(String name, int marker, int value) throws IOException {
        byte[] jpeg = GoodFiles.read(name);
        int frame = FileSurgery.indexOf(jpeg, "\u00ff" + (char) marker);
        return FileSurgery.put(jpeg, frame + 5, value, value, value, value);
    }

    /** Where the descriptor of the first picture stands, behind the comma that begins it. */
    private static int gifPicture(byte[] gif) {
        int table = 3 << ((gif[10] & 7) + 1);
        int at = 13 + table;
        while (gif[at] != ',') {
            at++;
        }
        return at + 1;
    }
}
