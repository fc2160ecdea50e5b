/**
 * Text to tokens to records. {@link io.sparkformer.data.text.Tokenizer} runs any Hugging Face {@code tokenizer.json},
 * {@link io.sparkformer.data.text.DocumentTokenizer} makes tokens of a document,
 * {@link io.sparkformer.data.text.Packing} makes records of documents in their order.
 */
@NullMarked
package io.sparkformer.data.text;

import org.jspecify.annotations.NullMarked;
