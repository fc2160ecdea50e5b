/** tokenizer: how long it takes to learn vocabularies from made-up text of many scripts. */
@NullMarked
package io.sparkformer.benchmark.tokenizer;

import org.jspecify.annotations.NullMarked;
