package io.sparkformer.model.interchange;

import java.util.List;

/**
 * Weights read from a checkpoint.
 *
 * @param parameters in layout order
 * @param family whose names the checkpoint uses
 * @param notes what was not simply taken over, for the user to read
 */
public record ImportedWeights(float[] parameters, KeyFamily family, List<String> notes) {
    /** Copies the notes. */
    public ImportedWeights {
        notes = List.copyOf(notes);
    }
}
