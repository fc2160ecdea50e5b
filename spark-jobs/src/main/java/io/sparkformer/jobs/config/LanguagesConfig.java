package io.sparkformer.jobs.config;

import io.sparkformer.data.cleaning.LanguageRules;
import java.util.List;
import java.util.Set;

/** Which languages documents may have, told from at most their first 2,048 characters by the model of Apache OpenNLP. */
public record LanguagesConfig(
        @Key(value = "Whether the data card counts documents by language.", role = Role.OPERATIONAL)
        boolean identify,

        @Key(
                value = "Codes of ISO 639-3, as eng; documents of other languages are left out. Empty: all stay.",
                role = Role.NUMERIC)
        List<String> keep,

        @Key(
                value = "With keep: documents whose language the model finds less likely are left out too; 0 to 1.",
                role = Role.NUMERIC)
        double minConfidence) {
    /** Refuses values that cannot work. */
    public LanguagesConfig {
        keep = List.copyOf(keep);
        new Requirements().between("min-confidence", minConfidence, 0, 1).check();
    }

    /** The rules that it says. */
    LanguageRules rules() {
        return new LanguageRules(identify, Set.copyOf(keep), minConfidence);
    }
}
