package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.util.Arrays;

/**
 * The formats that an image file's first bytes can tell. Names and extensions never decide. A further format is added
 * here and as an {@link EncodedImage}.
 */
enum ImageFormat {
    JPEG {
        @Override
        boolean matches(byte[] encoded) {
            return startsWith(encoded, 0, 0xFF, 0xD8, 0xFF);
        }

        @Override
        EncodedImage open(byte[] encoded) throws RejectedImageException {
            return JpegFile.open(encoded);
        }
    },
    PNG {
        @Override
        boolean matches(byte[] encoded) {
            return startsWith(encoded, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');
        }

        @Override
        EncodedImage open(byte[] encoded) throws RejectedImageException {
            return PngFile.open(encoded);
        }
    },
    GIF {
        @Override
        boolean matches(byte[] encoded) {
            return startsWith(encoded, 0, "GIF87a") || startsWith(encoded, 0, "GIF89a");
        }

        @Override
        EncodedImage open(byte[] encoded) throws RejectedImageException {
            return GifFile.open(encoded);
        }
    },
    WEBP {
        @Override
        boolean matches(byte[] encoded) {
            return startsWith(encoded, 0, "RIFF") && startsWith(encoded, 8, "WEBP");
        }

        @Override
        EncodedImage open(byte[] encoded) throws RejectedImageException {
            return WebpFile.open(encoded);
        }
    },
    TIFF {
        @Override
        boolean matches(byte[] encoded) {
            return startsWith(encoded, 0, 'I', 'I', 42, 0) || startsWith(encoded, 0, 'M', 'M', 0, 42);
        }

        @Override
        EncodedImage open(byte[] encoded) throws RejectedImageException {
            return TiffFile.open(encoded);
        }
    },
    BIG_TIFF {
        @Override
        boolean matches(byte[] encoded) {
            return startsWith(encoded, 0, 'I', 'I', 43, 0) || startsWith(encoded, 0, 'M', 'M', 0, 43);
        }
    },
    JPEG_2000 {
        @Override
        boolean matches(byte[] encoded) {
            return startsWith(encoded, 4, "jP  \r\n") || startsWith(encoded, 0, 0xFF, 0x4F, 0xFF, 0x51);
        }
    },
    HEIF_OR_AVIF {
        @Override
        boolean matches(byte[] encoded) {
            return startsWith(encoded, 4, "ftyp");
        }
    },
    BMP {
        @Override
        boolean matches(byte[] encoded) {
            // Two letters alone would call any text that begins with "BM" a picture: the four reserved bytes are zero.
            return startsWith(encoded, 0, "BM") && startsWith(encoded, 6, 0, 0, 0, 0);
        }

        @Override
        EncodedImage open(byte[] encoded) throws RejectedImageException {
            return BmpFile.open(encoded);
        }
    };

    abstract boolean matches(byte[] encoded);

    /** Checks the file's structure and reads its size; a format that has no reader is rejected with what helps. */
    EncodedImage open(byte[] encoded) throws RejectedImageException {
        throw new RejectedImageException(
                Reason.UNSUPPORTED_FORMAT, this + " is not read: convert the file to JPEG or PNG");
    }

    /** The format of a file by its content; rejects what is no image. */
    static ImageFormat of(byte[] encoded) throws RejectedImageException {
        return Arrays.stream(values())
                .filter(candidate -> candidate.matches(encoded))
                .findFirst()
                .orElseThrow(() -> new RejectedImageException(
                        Reason.NOT_AN_IMAGE, "the content is no known image format; remove the file or replace it"));
    }

    private static boolean startsWith(byte[] encoded, int offset, String text) {
        return startsWith(encoded, offset, text.chars().toArray());
    }

    private static boolean startsWith(byte[] encoded, int offset, int... expected) {
        if (encoded.length < offset + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((encoded[offset + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
