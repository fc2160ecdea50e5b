/** What one replica does between two averages, without Spark. */
@NullMarked
package io.sparkformer.model.train;

import org.jspecify.annotations.NullMarked;
