/** Publishing one small object last, checksums, and errors of stored data; on any Hadoop file system. */
@NullMarked
package io.sparkformer.data.storage;

import org.jspecify.annotations.NullMarked;
