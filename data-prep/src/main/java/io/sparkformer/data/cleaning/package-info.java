/**
 * What becomes of documents before they are tokenized: {@link io.sparkformer.data.cleaning.TextCleaner} changes their text,
 * {@link io.sparkformer.data.cleaning.DocumentCleaner} also says which of them are left out, by which
 * {@link io.sparkformer.data.cleaning.Filter}. All of it depends on the document and the rules alone.
 */
@NullMarked
package io.sparkformer.data.cleaning;

import org.jspecify.annotations.NullMarked;
