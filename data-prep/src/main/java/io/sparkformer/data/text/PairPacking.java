package io.sparkformer.data.text;

import io.sparkformer.data.order.KeyedRandom;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.source.SourceKeys;
import io.sparkformer.data.text.SpecialTokenTemplate.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two runs of sentences in a record, A and B, as BERT learns from them (Devlin et al., arXiv:1810.04805, section 3.1 and
 * appendix A.2), and ALBERT (Lan et al., arXiv:1909.11942, section 3.1), whose swap is a matter of training. B is what
 * follows A in the document (label 0), or with next sentences in half of the cases, drawn by the seed and the source, a
 * run of another document (label 1); what would have followed A then begins the next record.
 *
 * <p>Other documents are those of the same group: documents of a shard that follow each other, until they have
 * {@value #GROUP_TOKENS} tokens. A sentence that is longer than half of a record is cut.
 */
final class PairPacking implements Packing {
    /** B follows A. */
    static final int FOLLOWS = 0;

    /** B is of another document. */
    static final int OTHER = 1;

    /** A group waits in memory, 5 bytes a token. */
    private static final int GROUP_TOKENS = 1 << 22;

    private final int length;
    private final Frame frame;
    private final boolean nextSentences;
    private final long seed;
    private final List<Sentences> group = new ArrayList<>();
    private long groupTokens;

    /** A document in sentences of which none takes more than half of the room. */
    private record Sentences(String source, List<TokenRun> runs) {}

    /** Some sentences: from one up to another. */
    private record Range(Sentences document, int from, int to) {}

    PairPacking(int length, Frame frame, boolean nextSentences, long seed) {
        this.length = length;
        this.frame = frame;
        this.nextSentences = nextSentences;
        this.seed = seed;
    }

    private int room() {
        return Math.max(2, length - frame.length());
    }

    @Override
    public void add(String source, TokenizedDocument document, Records records) throws IOException {
        group.add(new Sentences(source, sentences(document, room() / 2)));
        groupTokens += document.length();
        if (groupTokens >= GROUP_TOKENS) {
            finish(records);
        }
    }

    private static List<TokenRun> sentences(TokenizedDocument document, int longest) {
        List<TokenRun> runs = new ArrayList<>();
        int[] starts = document.sentences();
        for (int i = 0; i < starts.length; i++) {
            int end = i + 1 < starts.length ? starts[i + 1] : document.first().length();
            for (int from = starts[i]; from < end; from += longest) {
                runs.add(document.first().slice(from, Math.min(end, from + longest)));
            }
        }
        return runs;
    }

    @Override
    public void finish(Records records) throws IOException {
        for (int i = 0; i < group.size(); i++) {
            pack(i, records);
        }
        group.clear();
        groupTokens = 0;
    }

    private void pack(int number, Records records) throws IOException {
        Sentences document = group.get(number);
        KeyedRandom random = new KeyedRandom(seed, SourceKeys.hash("pairs", document.source()));
        int size = document.runs().size();
        int from = 0;
        while (from < size) {
            int to = fill(document, from, room());
            boolean other = nextSentences && group.size() > 1 && (to - from == 1 || random.nextInt(2) == 0);
            if (other) {
                int end = to - from == 1 ? to : from + 1 + random.nextInt(to - from - 1);
                addOther(new Range(document, from, end), number, random, records);
                from = end;
            } else if (to - from == 1) {
                addHalves(document, from, records);
                from = to;
            } else {
                int middle = from + 1 + random.nextInt(to - from - 1);
                add(new Range(document, from, middle), new Range(document, middle, to), FOLLOWS, records);
                from = to;
            }
        }
    }

    /** Where the sentences end that fit, at least one. */
    private static int fill(Sentences document, int from, int room) {
        int to = from;
        int tokens = 0;
        while (to < document.runs().size()
                && (to == from || tokens + document.runs().get(to).length() <= room)) {
            tokens += document.runs().get(to).length();
            to++;
        }
        return to;
    }

    private void addOther(Range first, int number, KeyedRandom random, Records records) throws IOException {
        int drawn = random.nextInt(group.size() - 1);
        Sentences other = group.get(drawn < number ? drawn : drawn + 1);
        int from = random.nextInt(other.runs().size());
        int left = room() - tokens(first);
        TokenRun begin = other.runs().get(from);
        if (begin.length() > left) {
            // Its document has it whole elsewhere.
            List<TokenRun> runs = new ArrayList<>(other.runs());
            runs.set(from, begin.first(left));
            other = new Sentences(other.source(), runs);
        }
        add(first, new Range(other, from, fill(other, from, left)), OTHER, records);
    }

    private static int tokens(Range range) {
        int tokens = 0;
        for (TokenRun run : range.document().runs().subList(range.from(), range.to())) {
            tokens += run.length();
        }
        return tokens;
    }

    /** A sentence that nothing follows, and nothing else is there: it is cut in two, unless it is a single token. */
    private void addHalves(Sentences document, int sentence, Records records) throws IOException {
        TokenRun run = document.runs().get(sentence);
        int middle = (run.length() + 1) / 2;
        List<TokenRun> halves = new ArrayList<>(List.of(run.slice(0, middle)));
        if (middle < run.length()) {
            halves.add(run.slice(middle, run.length()));
        }
        Sentences cut = new Sentences(document.source(), halves);
        // The number of a sentence tells whether it begins its document.
        RecordBuilder builder = new RecordBuilder(length).add(frame.before());
        addRange(new Range(cut, 0, 1), 0, sentence == 0, builder);
        builder.add(frame.between());
        addRange(new Range(cut, 1, halves.size()), frame.secondFlags(), false, builder);
        records.add(builder.add(frame.after()).record(label(FOLLOWS)), document.source());
    }

    private void add(Range first, Range second, int label, Records records) throws IOException {
        RecordBuilder builder = new RecordBuilder(length).add(frame.before());
        addRange(first, 0, first.from() == 0, builder);
        builder.add(frame.between());
        addRange(second, frame.secondFlags(), second.from() == 0, builder);
        records.add(
                builder.add(frame.after()).record(label(label)),
                first.document().source());
    }

    private static void addRange(Range range, int flags, boolean startsDocument, RecordBuilder builder) {
        for (int i = range.from(); i < range.to(); i++) {
            TokenRun run = range.document().runs().get(i);
            if (startsDocument && i == range.from()) {
                builder.addStart(run, flags);
            } else {
                builder.add(run, flags);
            }
        }
    }

    private static TextRecord.Label label(int label) {
        return new TextRecord.Classes(new int[] {label});
    }
}
