/** find-near-duplicates: documents that are nearly the same, by sketches of their texts. */
@NullMarked
package io.sparkformer.jobs.duplicates;

import org.jspecify.annotations.NullMarked;
