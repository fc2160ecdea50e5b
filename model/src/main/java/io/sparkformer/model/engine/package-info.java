/** Which engine a plan runs on. */
@NullMarked
package io.sparkformer.model.engine;

import org.jspecify.annotations.NullMarked;
