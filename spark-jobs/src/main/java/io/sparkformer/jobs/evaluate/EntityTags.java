package io.sparkformer.jobs.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tags that mark entities: O outside of any, else a prefix, "-", and the entity's type. B begins an entity, I goes on with it,
 * E or L ends it, S or U is all of it (IOB1, IOB2, IOBES, BILOU). Any sequence of them has entities, whether it keeps to its scheme or
 * not, as the program of the CoNLL-2000 and CoNLL-2003 tasks counts them (Tjong Kim Sang and Buchholz 2000): an entity begins at each
 * tag but O that begins by itself, or follows O, the end of an entity, or another type.
 *
 * @param tags in the order of their numbers
 */
record EntityTags(List<Tag> tags) implements Serializable {
    private static final long serialVersionUID = 1;

    private static final Pattern ENTITY = Pattern.compile("([BIELSU])-(.+)", Pattern.DOTALL);
    private static final String OUTSIDE = "O";

    /**
     * What a tag says of its word.
     *
     * @param type of the entity it is in; empty outside of any
     * @param begins whether an entity begins with it, whatever stands before
     * @param ends whether one ends with it, whatever stands behind
     */
    private record Tag(String type, boolean begins, boolean ends) implements Serializable {
        private static final long serialVersionUID = 1;
        private static final Tag OUTSIDE = new Tag("", false, false);

        static Tag of(String prefix, String type) {
            boolean single = "SU".contains(prefix);
            return new Tag(type, single || prefix.equals("B"), single || "EL".contains(prefix));
        }

        boolean follows(Tag before) {
            return !begins && !before.ends && type.equals(before.type);
        }
    }

    /**
     * An entity.
     *
     * @param type of what it is
     * @param first place of its first word
     * @param last place of its last word
     */
    record Entity(String type, int first, int last) {}

    /** Of tags, by their names; empty where they mark no entities. */
    static Optional<EntityTags> of(List<String> names) {
        List<Tag> tags = new ArrayList<>();
        for (String name : names) {
            Matcher entity = ENTITY.matcher(name);
            if (entity.matches()) {
                tags.add(Tag.of(entity.group(1), entity.group(2)));
            } else if (name.equals(OUTSIDE)) {
                tags.add(Tag.OUTSIDE);
            } else {
                return Optional.empty();
            }
        }
        return tags.stream().allMatch(Tag.OUTSIDE::equals) ? Optional.empty() : Optional.of(new EntityTags(tags));
    }

    /** The entities of a text, in their order; {@code sequence} has the tag of each word. */
    List<Entity> entities(int[] sequence) {
        List<Entity> entities = new ArrayList<>();
        Tag before = Tag.OUTSIDE;
        int first = 0;
        for (int word = 0; word <= sequence.length; word++) {
            Tag tag = word < sequence.length ? tags.get(sequence[word]) : Tag.OUTSIDE;
            if (!tag.follows(before)) {
                if (!before.equals(Tag.OUTSIDE)) {
                    entities.add(new Entity(before.type, first, word - 1));
                }
                first = word;
            }
            before = tag;
        }
        return entities;
    }
}
