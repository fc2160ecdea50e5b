/** The parts that encoders are composed of. Each declares its parameters in a scope and returns a tensor. */
@NullMarked
package io.sparkformer.model.layer;

import org.jspecify.annotations.NullMarked;
