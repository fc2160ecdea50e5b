package io.sparkformer.model.checkpoint;

/**
 * Recognises what {@code torch.save} writes. A pickle is a program for Python's unpickler: reading one means to run what
 * its author wrote, so it is refused and never looked into.
 */
final class Pickles {
    private static final String REMEDY =
            "convert it where you trust it, with two lines of Python: import torch, safetensors.torch;"
                    + " safetensors.torch.save_file(torch.load(\"FILE\", map_location=\"cpu\", weights_only=True),"
                    + " \"model.safetensors\"), or the entry of it that holds the tensors, such as [\"model\"] or"
                    + " [\"state_dict\"]";

    private Pickles() {}

    /** Whether a file that is no safetensors file begins like one. */
    static boolean matches(byte[] first) {
        return zip(first) || stream(first);
    }

    /** The zip archive that torch.save writes since version 1.6; NumPy's npz is another. */
    private static boolean zip(byte[] first) {
        return first.length >= 4 && first[0] == 'P' && first[1] == 'K' && first[2] == 3 && first[3] == 4;
    }

    /** The opcode PROTO with a protocol of 2 to 5, and then FRAME, or at least no zeros, as a header's length would have. */
    private static boolean stream(byte[] first) {
        boolean protocol = first.length >= 8 && first[0] == (byte) 0x80 && first[1] >= 2 && first[1] <= 5;
        return protocol
                && (first[2] == (byte) 0x95 || first[4] != 0 || first[5] != 0 || first[6] != 0 || first[7] != 0);
    }

    static CheckpointFormatException refusal(String file, byte[] first) {
        String kind = zip(first) ? "a zip archive, as torch.save writes it around a pickle" : "a pickle";
        return new CheckpointFormatException(
                file, "it is " + kind + ", and to load a pickle is to run the code in it", REMEDY);
    }
}
