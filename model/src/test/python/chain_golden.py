"""Golden values for chains of tags: a conditional random field written down as its definition, a sum over all paths.

No recursion goes from word to word here: every path of every text is scored by itself (Lample et al. 2016, section 2.2), its
probability is its exponential over the sum of all, and the gradient of a score is how often the paths use it on average, minus
how often the labels do. It must agree with central differences before anything is written. Each case has the form of
operations.json, and beside it the most likely path of each text. Everything is computed in double precision. Operands are
multiples of 1/4096, so that they are exact as 32-bit floats too.

Needs: Python 3.9+, NumPy 1.20+. No other package, no network, no files.
Run:   python3 chain_golden.py [OUTPUT_DIRECTORY]     (default: ../resources/golden beside this script)
Makes: chain.json
"""

import itertools
import json
import sys
from pathlib import Path

import numpy as np

NOT_IN_CHAIN = -1

# Name, number of tags, deviation of the scores, labels. Texts of all lengths, places left out at the ends and between.
CASES = (
    ("chain", 4, 1.0, [[2, -1, 0, 3, -1, 1], [-1, 1, -1, -1, 1, -1], [-1, -1, -1, -1, -1, -1], [0, 0, 3, 2, 1, 3]]),
    ("chain_of_strong_scores", 3, 40.0, [[0, 2, 1, 1, 0], [-1, 2, 2, -1, 0], [-1, -1, 1, -1, -1]]),
    ("chain_of_one_place", 5, 1.0, [[3], [-1], [0]]),
    ("chain_of_one_tag", 1, 1.0, [[0, 0, -1, 0]]),
)


def exact(values):
    return np.round(np.asarray(values) * 4096) / 4096


def uses(path, words, shapes, sample):
    """How often a path reads each score: arrays of the scores' shapes."""
    counts = {name: np.zeros(shape) for name, shape in shapes.items()}
    for word, tag in zip(words, path):
        counts["emissions"][sample, word, tag] += 1
    for before, after in zip(path, path[1:]):
        counts["transitions"][before, after] += 1
    counts["first"][path[0]] += 1
    counts["last"][path[-1]] += 1
    return counts


def text(operands, labels, sample):
    """Of one text -log p(labels), its gradients, and its most likely path."""
    shapes = {name: value.shape for name, value in operands.items()}
    words = [place for place, label in enumerate(labels) if label != NOT_IN_CHAIN]
    if not words:
        return 0.0, {name: np.zeros(shape) for name, shape in shapes.items()}, []
    paths = list(itertools.product(range(shapes["first"][0]), repeat=len(words)))
    used = [uses(path, words, shapes, sample) for path in paths]
    scores = np.array([sum((count[name] * operands[name]).sum() for name in shapes) for count in used])
    largest = scores.max()
    log_sum = largest + np.log(np.exp(scores - largest).sum())
    probabilities = np.exp(scores - log_sum)
    right = paths.index(tuple(labels[word] for word in words))
    gradients = {
        name: sum(p * count[name] for p, count in zip(probabilities, used)) - used[right][name] for name in shapes
    }
    return log_sum - scores[right], gradients, list(paths[int(scores.argmax())])


def losses(operands, labels):
    return np.array([text(operands, row, sample)[0] for sample, row in enumerate(labels)])


def check_by_differences(operands, labels, dy, gradients, step=1e-5):
    for name, gradient in gradients.items():
        for place in np.ndindex(*operands[name].shape):
            moved = []
            for distance in (step, -step):
                other = dict(operands, **{name: operands[name].copy()})
                other[name][place] += distance
                moved.append(float(losses(other, labels) @ dy))
            difference = (moved[0] - moved[1]) / (2 * step)
            if abs(difference - gradient[place]) > 1e-6:
                raise SystemExit(f"check failed, nothing written: d{name}{place}: {difference} or {gradient[place]}")


def tensor(values):
    return {"shape": list(np.shape(values)), "values": np.ravel(values).tolist()}


def tensors(values):
    return {name: tensor(value) for name, value in values.items()}


def run_case(name, tags, deviation, labels):
    source = np.random.default_rng(list(name.encode()))
    shapes = {
        "emissions": (len(labels), len(labels[0]), tags),
        "transitions": (tags, tags),
        "first": (tags,),
        "last": (tags,),
    }
    operands = {key: exact(source.normal(scale=deviation, size=shape)) for key, shape in shapes.items()}
    dy = exact(source.normal(size=len(labels)))
    of_texts = [text(operands, row, sample) for sample, row in enumerate(labels)]
    gradients = {key: sum(d * one[1][key] for d, one in zip(dy, of_texts)) for key in shapes}
    check_by_differences(operands, labels, dy, gradients)
    return {
        "operands": tensors(operands),
        "integers": {"labels": tensor(labels)},
        "y": tensor([one[0] for one in of_texts]),
        "dy": tensor(dy),
        "gradients": tensors(gradients),
        "best": [one[2] for one in of_texts],
    }


def main():
    default = Path(__file__).resolve().parent.parent / "resources" / "golden"
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    directory.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps(case[0]) + ":" + json.dumps(run_case(*case), separators=(",", ":"), allow_nan=False)
        for case in CASES
    ]
    (directory / "chain.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
