package io.sparkformer.data.markup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WikiTextTest {
    private static String text(String markup) {
        return WikiText.of(markup, WikiNamespaces.ENGLISH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain => plain",
                "'''bold''' and ''italic'' and '''''both''''' => bold and italic and both",
                "don't, it''s''' => don't, its",
                "four ''''x'''' => four 'x'",
                "[[Berlin]] => Berlin",
                "[[Berlin|the capital]]s => the capitals",
                "a [[b|c [[d]] e]] f => a c d e f",
                "[[:Category:Trees]] => Category:Trees",
                "x[[Category:Trees]]y => xy",
                "x[[Category:Trees|key]]y => xy",
                "x[[File:a.jpg|thumb|A [[cat]] on {{a}} ''mat'']]y => xy",
                "x[[image:a.jpg]]y => xy",
                "x[[de:Berlin]]y => xy",
                "[[Fate: Zero]] => Fate: Zero",
                "[http://example.org a label] => a label",
                "[http://example.org]x => x",
                "[//example.org two words] => two words",
                "see http://example.org/a => see http://example.org/a",
                "[not a link] => [not a link]",
                "a{{b}}c => ac",
                "a{{b|{{c|d=[[e]]}}|f}}g => ag",
                "a{{{1|default}}}b => ab",
                "a{{b{{{c}}}d}}e => ae",
                "a{{{{c}}}}b => ab",
                "never {{closed => never closed",
                "never [[closed => never closed",
                "a }} b ]] c => a }} b ]] c",
                "a<ref>note {{x}}</ref>b<ref name=\"n\" />c => abc",
                "a<ref>never closed => anever closed",
                "a<!-- secret -->b => ab",
                "a<!-- never closed => a never closed",
                "<nowiki>[[a]] {{b}} &amp;</nowiki> => [[a]] {{b}} &",
                "<nowiki>never [[closed]] => never closed",
                "x<math>a < b</math>y => xy",
                "x<syntaxhighlight lang=\"c\">#include <a></syntaxhighlight>y => xy",
                "H<sub>2</sub>O => H2O",
                "a < b and c > d, #<stdio.h> => a < b and c > d, #<stdio.h>",
                "A &amp; B &eacute; &#233; &#xe9; &lt;b&gt; => A & B é é é <b>",
                "&nosuch; &; & => &nosuch; &; &",
                "a&nbsp;b => a b",
                "a __NOTOC__ b __init__ => a b __init__",
                "{{Infobox\\n| a = b\\n}}\\nText => Text",
            })
    void of_markup_isReduced(String markup, String expected) {
        assertThat(text(markup.replace("\\n", "\n"))).isEqualTo(expected);
    }

    @Test
    void of_lines_headingsListsRulesAndTables() {
        assertThat(text("""
                == Heading ==
                First.
                ----
                * one
                ** two [[x|y]]
                # three
                ; term : sense
                : indented
                === '''Sub''' [[a]] ===


                {| class="wikitext"
                |-
                ! head
                | cell {{x}}
                {|
                | inner
                |}
                |}
                = not a heading
                Last.
                """)).isEqualTo("""
                Heading
                First.

                one
                two y
                three
                term : sense
                indented
                Sub a

                = not a heading
                Last.""");
    }

    @Test
    void of_namesOfTheWiki_hideFilesAndCategories() {
        WikiNamespaces german = WikiNamespaces.ENGLISH.with(Set.of("Datei", "Kategorie"));
        String markup = "a[[Datei:x.jpg|mini|b]]c[[kategorie:d]]e[[Hilfe:f]]";
        assertThat(WikiText.of(markup, german)).isEqualTo("aceHilfe:f");
    }

    @Provide
    Arbitrary<String> broken() {
        return Arbitraries.of(
                        "{{",
                        "}}",
                        "{{{",
                        "}}}",
                        "[[",
                        "]]",
                        "[",
                        "]",
                        "|",
                        "{|",
                        "|}",
                        "\n",
                        "==",
                        "'''",
                        "<ref>",
                        "</ref>",
                        "<ref name=a/>",
                        "<nowiki>",
                        "</nowiki>",
                        "<!--",
                        "-->",
                        "<math>",
                        "</math>",
                        "&amp;",
                        "&#",
                        ";",
                        "File:",
                        "http://x",
                        " ",
                        "a",
                        "*",
                        "__TOC__",
                        "<",
                        ">",
                        "é",
                        "\ud83d",
                        "</")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 3000)
    void of_anything_neverFailsAndIsNeverLonger(@ForAll("broken") String markup) {
        assertThatCode(() -> text(markup)).doesNotThrowAnyException();
        assertThat(text(markup).length()).isLessThanOrEqualTo(markup.length());
    }

    /** Were time quadratic, these would take minutes at least. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{",
                "}}",
                "[[",
                "[[a|",
                "[[File:a|",
                "]]",
                "[http://a ",
                "{|\n",
                "|}\n",
                "<ref>",
                "</ref>",
                "<nowiki>",
                "<math>",
                "<!--",
                "<a",
                "&",
                "''",
                "__",
                "=",
                "=\n",
                "== ",
                "{{[[",
                "[[{{a}}]]",
                "{{<ref>",
                "<ref></math>",
                "*",
                "\n",
                "<gallery></ref>",
                "{|\n{{",
                "&#1;",
                "[[a]]|"
            })
    void of_manyOfAnything_linear(String piece) {
        String markup = piece.repeat(1_000_000 / piece.length());
        String halves = markup + "]]".repeat(100_000) + "}}".repeat(100_000) + "\n|}".repeat(100_000);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> text(halves));
    }
}
