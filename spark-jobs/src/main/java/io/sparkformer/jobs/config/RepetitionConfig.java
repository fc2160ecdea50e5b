package io.sparkformer.jobs.config;

import io.sparkformer.data.cleaning.RepetitionRules;
import java.util.List;

/** Which documents repeat themselves too much, after Gopher (Rae et al. 2021, arXiv:2112.11446, table A1). */
public record RepetitionConfig(
        @Key(value = "Whether documents that repeat themselves are left out.", role = Role.NUMERIC)
        boolean enabled,

        @Key(value = "Largest share of lines that repeat an earlier one.", role = Role.NUMERIC)
        double duplicateLines,

        @Key(value = "Largest share of paragraphs that repeat an earlier one.", role = Role.NUMERIC)
        double duplicateParagraphs,

        @Key(value = "Largest share of characters in such lines.", role = Role.NUMERIC)
        double duplicateLineCharacters,

        @Key(value = "Largest share of characters in such paragraphs.", role = Role.NUMERIC)
        double duplicateParagraphCharacters,

        @Key(value = "Largest share of characters in the most frequent pair of words.", role = Role.NUMERIC)
        double topBigram,

        @Key(value = "Largest share of characters in the most frequent run of three words.", role = Role.NUMERIC)
        double topTrigram,

        @Key(value = "Largest share of characters in the most frequent run of four words.", role = Role.NUMERIC)
        double topFourGram,

        @Key(
                value = "Largest share of characters in runs of five words that repeat an earlier one.",
                role = Role.NUMERIC)
        double duplicateFiveGrams,

        @Key(value = "Largest share of characters in such runs of six words.", role = Role.NUMERIC)
        double duplicateSixGrams,

        @Key(value = "Largest share of characters in such runs of seven words.", role = Role.NUMERIC)
        double duplicateSevenGrams,

        @Key(value = "Largest share of characters in such runs of eight words.", role = Role.NUMERIC)
        double duplicateEightGrams,

        @Key(value = "Largest share of characters in such runs of nine words.", role = Role.NUMERIC)
        double duplicateNineGrams,

        @Key(value = "Largest share of characters in such runs of ten words.", role = Role.NUMERIC)
        double duplicateTenGrams) {
    /** Refuses values that cannot work. */
    public RepetitionConfig {
        new Requirements()
                .between("duplicate-lines", duplicateLines, 0, 1)
                .between("duplicate-paragraphs", duplicateParagraphs, 0, 1)
                .between("duplicate-line-characters", duplicateLineCharacters, 0, 1)
                .between("duplicate-paragraph-characters", duplicateParagraphCharacters, 0, 1)
                .between("top-bigram", topBigram, 0, 1)
                .between("top-trigram", topTrigram, 0, 1)
                .between("top-four-gram", topFourGram, 0, 1)
                .between("duplicate-five-grams", duplicateFiveGrams, 0, 1)
                .between("duplicate-six-grams", duplicateSixGrams, 0, 1)
                .between("duplicate-seven-grams", duplicateSevenGrams, 0, 1)
                .between("duplicate-eight-grams", duplicateEightGrams, 0, 1)
                .between("duplicate-nine-grams", duplicateNineGrams, 0, 1)
                .between("duplicate-ten-grams", duplicateTenGrams, 0, 1)
                .check();
    }

    /** The rules that it says. */
    RepetitionRules rules() {
        return new RepetitionRules(
                duplicateLines,
                duplicateParagraphs,
                duplicateLineCharacters,
                duplicateParagraphCharacters,
                List.of(topBigram, topTrigram, topFourGram),
                List.of(
                        duplicateFiveGrams,
                        duplicateSixGrams,
                        duplicateSevenGrams,
                        duplicateEightGrams,
                        duplicateNineGrams,
                        duplicateTenGrams));
    }
}
