package io.sparkformer.data.image;

/** How an image of any shape becomes a square. */
public enum Fit {
    /** The shorter side gets the wanted size; what the longer side has too much is cut off equally at both ends. */
    CROP,
    /** Both sides get the wanted size; the picture is distorted. */
    STRETCH
}
