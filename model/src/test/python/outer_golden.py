"""Golden values for the outer optimizers: rounds of three workers, written down with NumPy.

Momentum is not rolled from round to round but summed anew over all rounds so far, as its definition reads when it is
multiplied out: u_t = sum over k <= t of beta^(t - k) * (difference of round k). So the program shares no recursion with what
it checks. All in double precision. The models are multiples of 1/4096, exact as 32-bit floats too.

  slow-momentum  Wang et al. 2020, SlowMo, algorithm 1:   x' = x - alpha * gamma_t * sum beta^(t-k) (x_k - average_k) / gamma_k
  nesterov       Douillard et al. 2023, DiLoCo:           x' = x - lr * (delta_t + m * sum m^(t-k) delta_k)

Needs: Python 3.9+, NumPy 1.20+. No other package, no network, no files.
Run:   python3 outer_golden.py [OUTPUT_DIRECTORY]     (default: ../resources/golden beside this script)
Makes: outer.json
"""

import json
import sys
from pathlib import Path

import numpy as np

LENGTH = 7
ROUNDS = 6
WEIGHTS = np.array([3.0, 1.0, 2.0])  # samples of the workers, who need not have trained equally many

# Name, kind, outer learning rate, momentum.
CASES = (
    ("slow-momentum", "slow-momentum", 1.0, 0.5),
    ("slow-momentum-strong", "slow-momentum", 0.75, 0.9),
    ("slow-momentum-none", "slow-momentum", 1.0, 0.0),
    ("nesterov", "nesterov", 0.7, 0.9),
)


def exact(values):
    return np.round(np.asarray(values) * 4096) / 4096


def next_model(kind, rate, momentum, models, averages, rates):
    """The model after the last of the rounds so far, and the momentum that is kept; all arguments by round."""
    last = len(averages) - 1
    terms = [models[k] - averages[k] for k in range(last + 1)]
    if kind == "slow-momentum":
        terms = [term / rates[k] for k, term in enumerate(terms)]
    kept = sum(momentum ** (last - k) * term for k, term in enumerate(terms))
    if kind == "slow-momentum":
        return models[last] - rate * rates[last] * kept, kept
    return models[last] - rate * (terms[last] + momentum * kept), kept


def run_case(name, kind, rate, momentum):
    source = np.random.default_rng(list(name.encode()))
    models = [exact(source.normal(size=LENGTH))]
    averages, rates, rounds = [], [], []
    for number in range(ROUNDS):
        rates.append((number % 4 + 1) / 64)  # rises as in a warm-up, then falls back
        workers = exact(source.normal(size=(len(WEIGHTS), LENGTH)))
        averages.append(WEIGHTS @ workers / WEIGHTS.sum())
        model, kept = next_model(kind, rate, momentum, models, averages, rates)
        models.append(model)
        rounds.append(
            dict(learningRate=rates[-1], workers=workers.tolist(), model=model.tolist(), velocity=kept.tolist())
        )
    return dict(name=name, kind=kind, rate=rate, momentum=momentum, initial=models[0].tolist(), rounds=rounds)


def main():
    here = Path(__file__).resolve().parent
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "resources" / "golden"
    content = dict(weights=WEIGHTS.tolist(), cases=[run_case(*case) for case in CASES])
    text = json.dumps(content, indent=None, separators=(",", ":")) + "\n"
    (directory / "outer.json").write_text(text.replace('{"name"', '\n{"name"'))


if __name__ == "__main__":
    main()
