package io.sparkformer.jobs.config;

/** What the parts of a document are called in JSON and in tables. */
public record TextFieldsConfig(
        @Key(value = "Name of the text; a.b is b in the structure a.", role = Role.NUMERIC)
        String text,

        @Key(value = "Name of the second text of a pair; empty for none.", role = Role.NUMERIC)
        String secondText,

        @Key(value = "Name of the class, the classes or the number.", role = Role.NUMERIC)
        String label,

        @Key(value = "Name of the list of words, where a text comes in words.", role = Role.NUMERIC)
        String tokens,

        @Key(value = "Name of the list of the words' tags.", role = Role.NUMERIC)
        String tags,

        @Key(value = "Name of the answer's text.", role = Role.NUMERIC)
        String answer,

        @Key(
                value = "Name of the answer's first character in the second text, or in the only one.",
                role = Role.NUMERIC)
        String answerStart,

        @Key(value = "Name of what names a document; empty for its place in the file.", role = Role.NUMERIC)
        String id,

        @Key(value = "Name of the split, with splits = field.", role = Role.NUMERIC)
        String split) {}
