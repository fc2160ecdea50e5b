/** What there is to read: class folders and archives of them, the splits they fall into, and their files one by one. */
@NullMarked
package io.sparkformer.data.source;

import org.jspecify.annotations.NullMarked;
