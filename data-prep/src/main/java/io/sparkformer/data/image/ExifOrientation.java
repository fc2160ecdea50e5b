package io.sparkformer.data.image;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.RandomAccessReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifTiffHandler;
import java.io.IOException;
import java.util.Set;

/**
 * The orientation inside an EXIF block. Only the first directory is looked at: thumbnails, maker notes and further
 * directories, where most of the format's traps lie, are never entered.
 */
final class ExifOrientation {
    private ExifOrientation() {}

    /**
     * Reads the orientation.
     *
     * @param exif the TIFF structure that an EXIF block consists of
     * @return the orientation; upright where the block has none or is unreadable, since the picture itself may be fine
     */
    static Orientation read(byte[] exif) {
        Metadata metadata = new Metadata();
        try {
            new TiffReader().processTiff(new ByteArrayReader(exif), new FirstDirectoryOnly(metadata), 0);
        } catch (TiffProcessingException | IOException unreadable) {
            return Orientation.UPRIGHT;
        }
        ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer value = directory == null ? null : directory.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
        return value == null ? Orientation.UPRIGHT : Orientation.ofTag(value);
    }

    private static final class FirstDirectoryOnly extends ExifTiffHandler {
        FirstDirectoryOnly(Metadata metadata) {
            super(metadata, null, 0);
        }

        @Override
        public boolean tryEnterSubIfd(int tagId) {
            return false;
        }

        @Override
        public boolean hasFollowerIfd() {
            return false;
        }

        @Override
        public boolean customProcessTag(
                int tagOffset,
                Set<Integer> processedIfdOffsets,
                int tiffHeaderOffset,
                RandomAccessReader reader,
                int tagId,
                int byteCount) {
            return false;
        }
    }
}
