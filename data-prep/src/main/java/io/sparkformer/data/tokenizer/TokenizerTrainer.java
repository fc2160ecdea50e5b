package io.sparkformer.data.tokenizer;

import io.sparkformer.data.words.ByteLevelWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/** Makes a tokenizer of counted words. The result is a function of the counts and of the specification, bit by bit. */
public final class TokenizerTrainer {
    private final TokenizerSpec spec;

    private TokenizerTrainer(TokenizerSpec spec) {
        this.spec = spec;
    }

    /**
     * Learns a vocabulary.
     *
     * @param spec what is wanted
     * @param words of normalized text, see {@link TextPipeline}
     * @throws TokenizerTrainingException where there are no words, too few for the vocabulary's size, or where its
     *     characters alone are more
     */
    public static TrainedTokenizer train(TokenizerSpec spec, WordCounts words) {
        if (words.size() == 0) {
            throw new TokenizerTrainingException("The text has no words", "Check the inputs and their format");
        }
        TextPipeline pipeline = spec.pipeline();
        return new TrainedTokenizer(
                spec, pipeline, new TokenizerTrainer(spec).learn(words.symbols(pipeline.preTokenizer())));
    }

    private TokenModel learn(WordCounts words) {
        return switch (spec.type()) {
            case WORDPIECE -> learnWordPiece(words);
            case BPE -> learnBpe(words, Alphabet.of(words, spec.alphabetLimit()));
            case BYTE_LEVEL_BPE -> learnBpe(words, bytes());
            case UNIGRAM -> learnUnigram(words);
        };
    }

    private static List<String> bytes() {
        char[] alphabet = ByteLevelWords.alphabet();
        Arrays.sort(alphabet);
        return new String(alphabet).codePoints().mapToObj(Character::toString).toList();
    }

    private TokenModel learnWordPiece(WordCounts words) {
        List<String> alphabet = Alphabet.of(words, spec.alphabetLimit());
        Vocabulary vocabulary = new Vocabulary(spec.specialTokens());
        alphabet.forEach(vocabulary::add);
        TreeSet<String> continuing = new TreeSet<>(CodePoints.ORDER);
        for (int i = 0; i < words.size(); i++) {
            String word = words.word(i);
            word.codePoints().skip(1).forEach(codePoint -> continuing.add(Character.toString(codePoint)));
        }
        continuing.retainAll(new HashSet<>(alphabet));
        continuing.forEach(character -> vocabulary.add(spec.continuingPrefix() + character));
        merge(words, vocabulary, spec.continuingPrefix());
        return new WordPieceModel(
                vocabulary, TokenizerSpec.unknownToken(spec.type()), spec.continuingPrefix(), spec.maxWordLength());
    }

    private TokenModel learnBpe(WordCounts words, List<String> alphabet) {
        Vocabulary vocabulary = new Vocabulary(spec.specialTokens());
        alphabet.forEach(vocabulary::add);
        List<Merge> merges = merge(words, vocabulary, "");
        String unknown = TokenizerSpec.unknownToken(spec.type());
        return new BpeModel(vocabulary, merges, unknown.isEmpty() ? null : unknown);
    }

    private List<Merge> merge(WordCounts words, Vocabulary vocabulary, String continuingPrefix) {
        requireRoom(vocabulary.size());
        SymbolWords symbols = SymbolWords.of(words, vocabulary, continuingPrefix);
        List<Merge> merges = new MergeLearner(vocabulary, symbols, continuingPrefix)
                .learn(spec.vocabularySize(), spec.minFrequency());
        requireFull(vocabulary.size());
        return merges;
    }

    private TokenModel learnUnigram(WordCounts words) {
        List<String> alphabet = Alphabet.of(words, spec.alphabetLimit());
        List<String> special = spec.specialTokens();
        requireRoom(special.size() + alphabet.size());
        ScoredPieces pieces = new UnigramLearner(TrainingParts.of(words, alphabet))
                .learn(alphabet, new HashSet<>(special), spec, spec.vocabularySize() - special.size());
        List<String> tokens = new ArrayList<>(special);
        tokens.addAll(pieces.texts());
        requireFull(tokens.size());
        double[] scores = new double[tokens.size()];
        System.arraycopy(pieces.scores(), 0, scores, special.size(), pieces.size());
        Vocabulary vocabulary = new Vocabulary(tokens);
        OptionalInt unknown = vocabulary.id(TokenizerSpec.unknownToken(spec.type()));
        return new UnigramModel(vocabulary, scores, unknown.orElseThrow());
    }

    private void requireRoom(int characters) {
        if (characters > spec.vocabularySize()) {
            throw new TokenizerTrainingException(
                    "tokenizer.vocabulary-size = " + spec.vocabularySize() + " is too small: special tokens and single"
                            + " characters alone are " + characters,
                    "Raise tokenizer.vocabulary-size or lower tokenizer.alphabet-limit");
        }
    }

    private void requireFull(int size) {
        if (size < spec.vocabularySize()) {
            throw new TokenizerTrainingException(
                    "tokenizer.vocabulary-size = " + spec.vocabularySize() + " is too large: the text gives only "
                            + size + " tokens",
                    "Lower tokenizer.vocabulary-size or tokenizer.min-frequency, or give more text");
        }
    }
}
