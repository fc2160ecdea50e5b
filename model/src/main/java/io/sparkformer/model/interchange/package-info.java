/**
 * Weights of other libraries: a table of names for each, by which checkpoints are read and written. Start reading at
 * {@link io.sparkformer.model.interchange.VitKeyMaps}.
 */
@NullMarked
package io.sparkformer.model.interchange;

import org.jspecify.annotations.NullMarked;
