"""What the scripts that make golden values share: seeded numbers, checks, and the form of the files.

Whoever imports it computes in double precision, on one thread. Numbers are multiples of 1/4096, so that they are exact as
32-bit floats too: a float implementation starts from the very same ones.

Needs: Python 3.9+, torch 1.13+. No other package.
"""

import json
import math
import random
import sys
from pathlib import Path

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

DIRECTORY = Path(__file__).resolve().parent.parent / "resources" / "golden"


class Numbers:
    """Seeded Gaussian numbers, rounded to multiples of 1/4096."""

    def __init__(self, seed):
        self.source = random.Random(seed)

    def tensor(self, shape, deviation=1.0, centre=0.0):
        values = [centre + deviation * self.source.gauss(0.0, 1.0) for _ in range(math.prod(shape))]
        return torch.tensor([round(value * 4096) / 4096 for value in values]).reshape(shape)


def random_parameters(shapes, numbers):
    """By name, from their shapes. Nothing trivial: norm weights scatter around 1, every bias is non-zero."""
    return {
        name: numbers.tensor(shape, 0.3, 1.0 if "norm" in name and name.endswith("weight") else 0.0)
        for name, shape in shapes.items()
    }


# ----------------------------------------------------------------------------------------------------------
# Checks
# ----------------------------------------------------------------------------------------------------------


def require(condition, message):
    if not condition:
        raise SystemExit(f"check failed, nothing written: {message}")


def require_close(actual, expected, tolerance, what):
    error = (actual - expected).abs().max().item()
    require(error <= tolerance, f"{what}: largest difference {error}, allowed {tolerance}")


def check_by_differences(loss, parameters, gradients, seed, step):
    """The gradients of loss(parameters) along one random direction each, in the fourth-order central form."""
    numbers, still = Numbers(seed), {name: value.detach() for name, value in parameters.items()}
    for name, gradient in gradients.items():
        direction = numbers.tensor(tuple(still[name].shape))

        def loss_at(distance):
            return loss(still | {name: still[name] + distance * direction}).item()

        near, far = loss_at(step) - loss_at(-step), loss_at(2 * step) - loss_at(-2 * step)
        difference = (8 * near - far) / (12 * step)
        exact = (gradient * direction).sum().item()
        require(abs(difference - exact) <= 1e-7 * max(1.0, abs(exact)), f"gradient of {name}: {difference} or {exact}")


# ----------------------------------------------------------------------------------------------------------
# Files
# ----------------------------------------------------------------------------------------------------------


def output_directory():
    """The one that the command line names, or the tests' own."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else DIRECTORY
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def tensor_json(tensor):
    """Shape and row-major values; Python prints the shortest digits that give the same double back."""
    return {"shape": list(tensor.shape), "values": tensor.detach().reshape(-1).tolist()}


def tensors_json(tensors):
    return {name: tensor_json(value) for name, value in tensors.items()}


def write(path, content):
    """One top-level entry a line: later differences stay readable, and the file stays short."""
    if isinstance(content, dict):
        lines = [json.dumps(key) + ":" + compact(value) for key, value in content.items()]
        opening, closing = "{", "}"
    else:
        lines = [compact(row) for row in content]
        opening, closing = "[", "]"
    path.write_text(f"{opening}\n" + ",\n".join(lines) + f"\n{closing}\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")


def compact(value):
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
