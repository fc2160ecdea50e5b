/**
 * What became of documents, for people and other programs: {@link io.sparkformer.data.account.DocumentAccounts} adds it up,
 * {@link io.sparkformer.data.account.DataCard} is what is written beside a version, with an
 * {@link io.sparkformer.data.account.FileAccount} of every input file.
 */
@NullMarked
package io.sparkformer.data.account;

import org.jspecify.annotations.NullMarked;
