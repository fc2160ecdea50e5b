package io.sparkformer.jobs.export;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A tokenizer.json of 29 tokens, the vocabulary of the golden checkpoints: whole words, and the special tokens of a family. */
record TinyVocabulary(List<String> special, String first, String last, String unknown) {
    static final TinyVocabulary BERT =
            new TinyVocabulary(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), "[CLS]", "[SEP]", "[UNK]");
    static final TinyVocabulary ROBERTA =
            new TinyVocabulary(List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>"), "<s>", "</s>", "<unk>");

    private static final int SIZE = 29;

    /** Words that it knows. */
    static List<String> words() {
        return IntStream.range(0, SIZE - 5).mapToObj(i -> "w" + i).toList();
    }

    String json() {
        String added = IntStream.range(0, special.size())
                .mapToObj(id -> """
                        {"id": %d, "content": "%s", "special": true, "single_word": false, "lstrip": false, "rstrip": false,
                         "normalized": false}""".formatted(id, special.get(id)))
                .collect(Collectors.joining(","));
        String vocabulary = IntStream.range(0, SIZE)
                .mapToObj(id -> "\"%s\": %d"
                        .formatted(id < special.size() ? special.get(id) : words().get(id - special.size()), id))
                .collect(Collectors.joining(","));
        return """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [%s], "normalizer": null,
                 "pre_tokenizer": {"type": "Whitespace"}, "decoder": null,
                 "post_processor": {"type": "BertProcessing", "sep": ["%s", %d], "cls": ["%s", %d]},
                 "model": {"type": "WordLevel", "unk_token": "%s", "vocab": {%s}}}
                """.formatted(added, last, special.indexOf(last), first, special.indexOf(first), unknown, vocabulary);
    }
}
