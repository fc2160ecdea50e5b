/** Transformers over sets, whose members have no order. */
@NullMarked
package io.sparkformer.model.set;

import org.jspecify.annotations.NullMarked;
