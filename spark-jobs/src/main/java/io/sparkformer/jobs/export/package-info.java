/** Trained models in the formats of other libraries. */
@NullMarked
package io.sparkformer.jobs.export;

import org.jspecify.annotations.NullMarked;
