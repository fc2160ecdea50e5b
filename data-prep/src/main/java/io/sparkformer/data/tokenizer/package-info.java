/** tokenizer: learning vocabularies of word pieces from counted words, and the tokenizers that these make. */
@NullMarked
package io.sparkformer.data.tokenizer;

import org.jspecify.annotations.NullMarked;
