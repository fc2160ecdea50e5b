/** Changes to an image at training time, each a pure function of the sample's key. */
@NullMarked
package io.sparkformer.data.augment;

import org.jspecify.annotations.NullMarked;
