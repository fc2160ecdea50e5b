package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.evaluate.Measurement.Detail;
import io.sparkformer.jobs.report.ClassificationTable;
import io.sparkformer.jobs.report.EntityTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tag for each word: how many are right, and where they mark entities, how many of these.
 *
 * @param tags their names
 */
record TagAnswers(List<String> tags) implements Answers {
    @Override
    public Measurement measure(Evaluator evaluator, Trial trial) {
        List<String> names = tags;
        TagCounts counts = evaluator.count(
                trial,
                TagCounts.class,
                (model, range) -> TagCounts.of(model.predict(range.from(), range.to(), Hits.FIVE), names));
        if (counts.hits().questions() == 0) {
            throw new UserError(
                    "Split " + trial.split() + " has no tagged words",
                    "Prepare texts with tags, or name another split");
        }
        ClassificationTable words = ClassificationTable.of(tags, counts.confusion(tags.size()));
        return EntityTags.of(tags).isPresent() ? ofEntities(counts, words) : ofWords(counts, words);
    }

    private static Measurement ofWords(TagCounts counts, ClassificationTable words) {
        return Measurement.of(Evaluation.of(counts.hits()), List.of(), details(words), words);
    }

    private static Measurement ofEntities(TagCounts counts, ClassificationTable words) {
        EntityTable.Row overall = counts.entities().overall();
        List<Figure> figures = List.of(
                Figure.share("entityF1", "Entity F1", overall.f1()),
                Figure.share("entityPrecision", "Entity precision", overall.precision()),
                Figure.share("entityRecall", "Entity recall", overall.recall()));
        List<Detail> details = new ArrayList<>();
        details.add(new Detail("perEntity", counts.entities().rows()));
        details.addAll(details(words));
        return Measurement.of(
                Evaluation.of(counts.hits()),
                figures,
                details,
                new EntityTable(counts.entities().rows(), words));
    }

    private static List<Detail> details(ClassificationTable words) {
        List<ClassMetrics.Entry> perClass = IntStream.range(0, words.classes().size())
                .mapToObj(tag -> new ClassMetrics.Entry(
                        words.classes().get(tag),
                        words.samples(tag),
                        words.precision(tag),
                        words.recall(tag),
                        words.f1(tag)))
                .toList();
        return List.of(new Detail("perClass", perClass), new Detail("confusion", words.confusion()));
    }

    @Override
    public SampleRows rows(int topK) {
        return new TagRows(tags);
    }
}
