/** train-tokenizer: counts the words of texts on the cluster, and learns a vocabulary of them on the driver. */
@NullMarked
package io.sparkformer.jobs.tokenizer;

import org.jspecify.annotations.NullMarked;
