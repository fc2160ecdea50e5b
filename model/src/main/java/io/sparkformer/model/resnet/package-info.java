/** Residual convolutional networks. */
@NullMarked
package io.sparkformer.model.resnet;

import org.jspecify.annotations.NullMarked;
