package io.sparkformer.data.augment;

/**
 * A part of an image in whole pixels.
 *
 * @param x left edge
 * @param y upper edge
 * @param width pixels
 * @param height pixels
 */
record Box(int x, int y, int width, int height) {}
