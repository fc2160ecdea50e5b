/**
 * The project's own way from texts to tokens, for the tokenizers that corpora are mostly prepared with: the same ids as Hugging
 * Face's library, several times as fast, because words that were met before are remembered and nothing is made for a single token.
 */
@NullMarked
package io.sparkformer.data.encoding;

import org.jspecify.annotations.NullMarked;
