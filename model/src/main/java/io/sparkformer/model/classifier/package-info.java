/** What all image classifiers share: their inputs, head, loss and outputs. */
@NullMarked
package io.sparkformer.model.classifier;

import org.jspecify.annotations.NullMarked;
