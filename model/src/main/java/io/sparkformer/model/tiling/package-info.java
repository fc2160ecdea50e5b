/**
 * How attention by a pattern is cut into products of matrices: tiles of some queries and the keys that any of them reads, and masks where not
 * all of them do.
 */
@NullMarked
package io.sparkformer.model.tiling;

import org.jspecify.annotations.NullMarked;
