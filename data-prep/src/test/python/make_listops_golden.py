"""Makes golden/listops.json: what trees of ListOps are like, by plain recursion over nested lists, and some with their values.

    python3 make_listops_golden.py
"""

import json
import pathlib
import random
import statistics

OPERATORS = {
    "MIN": min,
    "MAX": max,
    "MED": lambda values: int(statistics.median(values)),
    "SM": lambda values: sum(values) % 10,
}
SETTINGS = [
    (5, 5, 8, 64, 200_000),
    (6, 5, 20, 100, 100_000),
    (8, 8, 100, 300, 30_000),
    (10, 10, 500, 2000, 10_000),
]
EXPRESSION_CHARACTERS = 5_000


def tree(depth, deepest, most):
    if depth == deepest or random.random() > 0.25:
        return random.randint(0, 9)
    operator = random.choice(list(OPERATORS))
    return [operator] + [tree(depth + 1, deepest, most) for _ in range(random.randint(2, most))]


def length(node):
    return 1 if isinstance(node, int) else 2 + sum(length(child) for child in node[1:])


def value(node):
    return node if isinstance(node, int) else OPERATORS[node[0]]([value(child) for child in node[1:]])


def text(node):
    return str(node) if isinstance(node, int) else " ".join(["[" + node[0], *map(text, node[1:]), "]"])


def simulate(deepest, most, least_length, greatest_length, wanted):
    trees = 0
    lengths = []
    labels = [0] * 10
    expressions = []
    while len(lengths) < wanted:
        trees += 1
        node = tree(1, deepest, most)
        if least_length < length(node) < greatest_length:
            lengths.append(length(node))
            labels[value(node)] += 1
            if sum(len(expression["text"]) for expression in expressions) < EXPRESSION_CHARACTERS:
                expressions.append({"text": text(node), "value": value(node)})
    return {
        "maxDepth": deepest,
        "maxArguments": most,
        "minLength": least_length,
        "maxLength": greatest_length,
        "trees": trees,
        "examples": wanted,
        "meanLength": statistics.fmean(lengths),
        "lengthDeviation": statistics.stdev(lengths),
        "labels": labels,
        "expressions": expressions,
    }


def main():
    random.seed(2018)
    golden = [simulate(*setting) for setting in SETTINGS]
    path = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "listops.json"
    path.write_text(json.dumps(golden, indent=1) + "\n")


main()
