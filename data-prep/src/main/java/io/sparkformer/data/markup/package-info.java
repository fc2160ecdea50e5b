/**
 * Plain text of marked-up text: {@link io.sparkformer.data.markup.WikiText} of MediaWiki's, in one pass, whatever is broken,
 * {@link io.sparkformer.data.markup.HtmlText} of pages of the web.
 */
@NullMarked
package io.sparkformer.data.markup;

import org.jspecify.annotations.NullMarked;
