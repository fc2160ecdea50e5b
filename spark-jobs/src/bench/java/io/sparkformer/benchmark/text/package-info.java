/** The benchmark of text preparation: our encoder beside Hugging Face's library, and the whole job beside that library alone. */
@NullMarked
package io.sparkformer.benchmark.text;

import org.jspecify.annotations.NullMarked;
