/**
 * The arena: the same small model with every kind of attention, trained on the same tasks, which need no downloads, and timed over the length
 * of the sequence.
 */
@NullMarked
package io.sparkformer.jobs.arena;

import org.jspecify.annotations.NullMarked;
