package io.sparkformer.data.cleaning;

import io.sparkformer.data.text.TextDocument;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Makes sketches of documents, from as many of their words as filters look at. Not for several threads. */
public final class DocumentSketcher {
    /** Fixed, so that sketches of different runs can be compared. */
    private static final long SEED = 0x5DEECE66DL;

    private final SketchRules rules;
    private final TextWords words = new TextWords();
    private final long[] factors;
    private final long[] summands;
    private final long[] minima;
    private long[] shingles = new long[1 << 10];

    /** A sketcher by rules. */
    public DocumentSketcher(SketchRules rules) {
        this.rules = rules;
        int hashes = rules.bands() * rules.rows();
        SplittableRandom random = new SplittableRandom(SEED);
        this.factors = random.longs(hashes).map(factor -> factor | 1).toArray();
        this.summands = random.longs(hashes).toArray();
        this.minima = new long[hashes];
    }

    /** The sketch of a document; of one without words it has no hashes. */
    public Sketch sketch(TextDocument document) {
        words.read(DocumentCleaner.text(document));
        int count = shingle();
        if (count == 0) {
            return new Sketch(new long[0], new long[0]);
        }
        Arrays.fill(minima, Long.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            lower(shingles[i]);
        }
        return new Sketch(bands(), smallest(count));
    }

    /** A document of fewer words is one shingle. */
    private int shingle() {
        int kept = words.kept();
        if (kept == 0) {
            return 0;
        }
        int length = Math.min(rules.words(), kept);
        int count = kept - length + 1;
        if (count > shingles.length) {
            shingles = new long[Math.max(count, 2 * shingles.length)];
        }
        long[] hashes = words.hashes();
        for (int i = 0; i < count; i++) {
            long hash = length;
            for (int word = i; word < i + length; word++) {
                hash = mixed(hash ^ hashes[word]);
            }
            shingles[i] = hash;
        }
        return count;
    }

    private void lower(long shingle) {
        for (int i = 0; i < minima.length; i++) {
            minima[i] = Math.min(minima[i], shingle * factors[i] + summands[i]);
        }
    }

    private long[] bands() {
        long[] bands = new long[rules.bands()];
        for (int band = 0; band < bands.length; band++) {
            long hash = band;
            for (int row = 0; row < rules.rows(); row++) {
                hash = mixed(hash ^ minima[band * rules.rows() + row]);
            }
            bands[band] = hash;
        }
        return bands;
    }

    private long[] smallest(int count) {
        Arrays.sort(shingles, 0, count);
        int different = 0;
        for (int i = 0; i < count && different < rules.size(); i++) {
            if (i == 0 || shingles[i] != shingles[i - 1]) {
                shingles[different++] = shingles[i];
            }
        }
        return Arrays.copyOf(shingles, different);
    }

    /** A permutation whose every bit depends on all bits (Stafford's variant 13 of MurmurHash3's last step). */
    private static long mixed(long value) {
        long bits = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
