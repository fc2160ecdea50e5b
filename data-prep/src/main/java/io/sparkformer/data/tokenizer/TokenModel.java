package io.sparkformer.data.tokenizer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a word becomes tokens. */
sealed interface TokenModel permits WordPieceModel, BpeModel, UnigramModel {
    /** All tokens. */
    Vocabulary vocabulary();

    /** The tokens' ids of a word in the model's symbols. */
    List<Integer> encode(String word);

    /** The member {@code model} of {@code tokenizer.json}. */
    Map<String, @Nullable Object> json();
}
