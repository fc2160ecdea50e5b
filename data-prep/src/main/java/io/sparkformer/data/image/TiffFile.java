package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.util.Set;

/**
 * A TIFF file (TIFF 6.0) whose first directory has been checked. Before decoding it is made sure that no piece of the
 * picture lies outside the file or is much larger than the picture. The JDK's reader is given a file with only the tags that it needs. Palette and transparency
 * are applied here.
 *
 * @param layout how the pixels lie
 * @param directory the first one of the file
 * @param orientation from the tag Orientation
 */
record TiffFile(TiffLayout layout, TiffDirectory directory, Orientation orientation) implements EncodedImage {
    /** None, CCITT runs, group 3, group 4, LZW, JPEG, deflate, PackBits, deflate by its older number. */
    private static final Set<Integer> COMPRESSIONS = Set.of(1, 2, 3, 4, 5, 7, 8, 32773, 32946);

    static TiffFile open(byte[] encoded) throws RejectedImageException {
        TiffDirectory directory = TiffDirectory.read(encoded);
        TiffLayout layout = TiffLayout.of(directory);
        int compression = (int) directory.value(TiffDirectory.COMPRESSION, 1);
        if (!COMPRESSIONS.contains(compression)) {
            throw unsupported("compression " + compression);
        }
        int orientation = (int) directory.value(TiffDirectory.ORIENTATION, 1);
        return new TiffFile(layout, directory, Orientation.ofTag(orientation));
    }

    static RejectedImageException unsupported(String what) {
        return new RejectedImageException(
                Reason.UNSUPPORTED_FORMAT, "a TIFF with " + what + " is not read: convert the file to JPEG or PNG");
    }

    @Override
    public int width() {
        return layout.width();
    }

    @Override
    public int height() {
        return layout.height();
    }

    @Override
    public PixelRows decode() throws RejectedImageException {
        TiffPieces.require(directory, layout);
        return layout.rows(JdkImage.read("TIFF", directory.reduced(), layout.width(), layout.height()));
    }
}
