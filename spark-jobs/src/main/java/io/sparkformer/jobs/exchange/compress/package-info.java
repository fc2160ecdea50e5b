/**
 * Lossy encodings of what workers bring back. A codec is a pure function of a chunk's values, computed with integers and exact
 * operations only, so that whoever encodes gets the same bytes.
 */
@NullMarked
package io.sparkformer.jobs.exchange.compress;

import org.jspecify.annotations.NullMarked;
