package io.sparkformer.jobs.config;

/** Files of what belongs together beyond words, an entry per line. */
public record LexiconConfig(
        @Key(value = "A file of phrases; empty for none.", role = Role.NUMERIC)
        String phrases,

        @Key(value = "A file of entities; empty for none.", role = Role.NUMERIC)
        String entities) {}
