/**
 * The configuration of an experiment: HOCON files and {@code --set} pairs bound once to nested records, with every
 * mistake reported together.
 */
@NullMarked
package io.sparkformer.jobs.config;

import org.jspecify.annotations.NullMarked;
