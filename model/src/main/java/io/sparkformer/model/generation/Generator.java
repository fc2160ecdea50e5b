package io.sparkformer.model.generation;

import io.sparkformer.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Continues prompts, as many at once as the decoder reads. What follows a prompt depends on it, on its key and on the parameters, and
 * not on the prompts beside it.
 */
public final class Generator {
    private final Decoder decoder;
    private final Settings settings;
    private final TokenChoice choice;

    /**
     * What is to be written.
     *
     * @param decoding how each token is chosen
     * @param newTokens the most that follow a prompt
     * @param ends tokens that end a text
     */
    public record Settings(Decoding decoding, int newTokens, Set<Integer> ends) {
        /** Copies the set. */
        public Settings {
            if (newTokens < 1) {
                throw new IllegalArgumentException("new-tokens = " + newTokens + ": must be at least 1");
            }
            ends = Set.copyOf(ends);
        }
    }

    /** Continues by this decoder, which others may use between calls. */
    public Generator(Decoder decoder, Settings settings) {
        this.decoder = decoder;
        this.settings = settings;
        this.choice = new TokenChoice(decoder.vocabulary());
    }

    /**
     * What follows each of the prompts.
     *
     * @throws IllegalArgumentException if the decoder has no room for one of them and the new tokens
     */
    public List<Continuation> continuations(List<Prompt> prompts) {
        prompts.forEach(this::requireRoom);
        List<Continuation> continuations = new ArrayList<>(prompts.size());
        int batch = decoder.shape().batch();
        for (int from = 0; from < prompts.size(); from += batch) {
            continuations.addAll(together(prompts.subList(from, Math.min(from + batch, prompts.size()))));
        }
        return continuations;
    }

    private void requireRoom(Prompt prompt) {
        int length = prompt.tokens().length + settings.newTokens();
        if (length > decoder.shape().room()) {
            throw new IllegalArgumentException(
                    "a prompt of " + prompt.tokens().length + " tokens and " + settings.newTokens()
                            + " new ones: there is room for " + decoder.shape().room());
        }
    }

    private List<Continuation> together(List<Prompt> prompts) {
        List<Text> texts = prompts.stream().map(Text::new).toList();
        int[] next = new int[decoder.shape().batch()];
        Arrays.fill(next, Decoder.NOTHING);
        decoder.read(prompts.stream().map(Prompt::tokens).toList());
        while (chooseNext(texts, next)) {
            decoder.append(next);
        }
        return texts.stream().map(Text::continuation).toList();
    }

    /** Whether any text goes on. */
    private boolean chooseNext(List<Text> texts, int[] next) {
        boolean any = false;
        for (int place = 0; place < texts.size(); place++) {
            next[place] = texts.get(place).next(place);
            any |= next[place] != Decoder.NOTHING;
        }
        return any;
    }

    /** A text that is being written. */
    private final class Text {
        private final long key;
        private final int[] tokens = new int[settings.newTokens()];
        private int length;
        private boolean ended;

        Text(Prompt prompt) {
            this.key = prompt.key();
        }

        /** Writes the next token; {@link Decoder#NOTHING} if nothing follows it. */
        int next(int place) {
            if (ended || length == tokens.length) {
                return Decoder.NOTHING;
            }
            double uniform = (CounterRandom.bits(key, length) >>> 11) * 0x1p-53;
            int vocabulary = decoder.vocabulary();
            int token = choice.choose(settings.decoding(), decoder.logits(), place * vocabulary, uniform);
            if (settings.ends().contains(token)) {
                ended = true;
                return Decoder.NOTHING;
            }
            tokens[length++] = token;
            return length == tokens.length ? Decoder.NOTHING : token;
        }

        Continuation continuation() {
            return new Continuation(Arrays.copyOf(tokens, length), ended);
        }
    }
}
