package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.jobs.config.MaskedUnit;
import java.util.ArrayList;
import java.util.List;

/** What of a record may be masked: stretches of tokens that are masked as a whole or not at all. */
final class MaskUnits {
    private MaskUnits() {}

    /**
     * A stretch.
     *
     * @param from its first token
     * @param to one behind its last
     */
    record Unit(int from, int to) {
        int tokens() {
            return to - from;
        }
    }

    /** The units of a record, in their order; special tokens are in none. */
    static List<Unit> of(byte[] flags, MaskedUnit level) {
        int continues = flag(level);
        List<Unit> units = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= flags.length; i++) {
            boolean text = i < flags.length && (flags[i] & TokenFlags.SPECIAL) == 0;
            boolean goesOn = text && from >= 0 && (flags[i] & continues) != 0;
            if (!goesOn) {
                if (from >= 0) {
                    units.add(new Unit(from, i));
                }
                from = text ? i : -1;
            }
        }
        return units;
    }

    private static int flag(MaskedUnit level) {
        return switch (level) {
            case TOKEN -> 0;
            case WORD -> TokenFlags.CONTINUES_WORD;
            case PHRASE -> TokenFlags.CONTINUES_PHRASE;
            case ENTITY -> TokenFlags.CONTINUES_ENTITY;
        };
    }
}
