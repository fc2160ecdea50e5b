/** Transformers over tokens: BERT, RoBERTa, ALBERT, ERNIE and GPT, and what they are trained to do. */
@NullMarked
package io.sparkformer.model.language;

import org.jspecify.annotations.NullMarked;
