package io.sparkformer.data.source;

/**
 * Where a path puts a sample.
 *
 * @param split name of the split
 * @param className name of the class folder
 */
record Placement(String split, String className) {}
