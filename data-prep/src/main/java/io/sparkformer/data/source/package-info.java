/**
 * What there is to read: class folders, archives, tables and files of records, the splits they fall into, and their
 * samples one by one. {@link io.sparkformer.data.source.InputListing} finds them,
 * {@link io.sparkformer.data.source.InputFormat} tells how samples lie in them,
 * {@link io.sparkformer.data.source.InputReader} reads them.
 */
@NullMarked
package io.sparkformer.data.source;

import org.jspecify.annotations.NullMarked;
