package io.sparkformer.data.source;

import java.io.Serializable;

/**
 * One input file as it was listed. Two files that agree in all three are taken for the same, and not prepared again.
 *
 * @param path the input's name and the path below it, or the archive's name: no directory of one machine
 * @param length in bytes
 * @param modified in milliseconds since 1970
 */
public record InputFile(String path, long length, long modified) implements Serializable {}
