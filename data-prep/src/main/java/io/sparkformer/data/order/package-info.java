/** In which order an epoch visits the samples, and the keyed random numbers behind it. */
@NullMarked
package io.sparkformer.data.order;

import org.jspecify.annotations.NullMarked;
