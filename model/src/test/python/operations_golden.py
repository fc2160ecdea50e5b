"""Golden values for single operations, from PyTorch.

Each case holds an operation's operands, its result y, a gradient dy of y, and the gradients of the operands.
Everything is computed in double precision. Operands are multiples of 1/4096, so that they are exact as 32-bit
floats too: a float implementation starts from the very same numbers.

Needs: Python 3.9+, torch 1.13+. No other package, no network, no files.
Run:   python3 operations_golden.py [OUTPUT_FILE]   (default: ../resources/golden/operations.json)
"""

import random
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

from golden import DIRECTORY, Numbers, tensor_json, tensors_json, write

CASES = {}


def case(name, function, operands, integers=None):
    """Runs function(**operands, **integers) forward and backward and stores both under name."""
    integers = integers or {}
    numbers = Numbers(sum(name.encode()))
    leaves = {key: value.clone().requires_grad_() for key, value in operands.items()}
    y = function(**leaves, **integers)
    dy = numbers.tensor(y.shape)
    (y * dy).sum().backward()
    CASES[name] = {
        "operands": tensors_json(leaves),
        "integers": tensors_json(integers),
        "y": tensor_json(y),
        "dy": tensor_json(dy),
        "gradients": tensors_json({key: value.grad for key, value in leaves.items()}),
    }


# ----------------------------------------------------------------------------------------------------------
# Functions of each element
# ----------------------------------------------------------------------------------------------------------

# Zero, where ReLU has no derivative, and the tails, where the approximation of GELU and GELU itself saturate.
x = torch.tensor([-20.0, -5.0, -3.0, -1.0, -0.25, -(2.0**-12), 0.0, 2.0**-12, 0.5, 1.0, 2.0, 4.0, 9.0, 30.0])
case("gelu", lambda x: F.gelu(x), {"x": x})
case("gelu_tanh", lambda x: F.gelu(x, approximate="tanh"), {"x": x})
case("relu", lambda x: F.relu(x), {"x": x})
case("tanh", lambda x: torch.tanh(x), {"x": x})
case("sigmoid", lambda x: torch.sigmoid(x), {"x": x})


# ----------------------------------------------------------------------------------------------------------
# Choosing by index
# ----------------------------------------------------------------------------------------------------------

numbers = Numbers(2)
case(
    "embedding",
    lambda table, ids: F.embedding(ids, table),
    {"table": numbers.tensor((7, 3))},
    {"ids": torch.tensor([[2, 6, 2, 0], [5, 2, 0, 6]])},
)


numbers = Numbers(21)
case(
    "take_along_last_axis",
    lambda x, indices: torch.gather(x, -1, indices),
    {"x": numbers.tensor((2, 3, 4))},
    {"indices": torch.tensor([[[3, 0, 0, 2, 1], [1, 1, 1, 1, 1], [0, 1, 2, 3, 0]]] * 2)},
)
case(
    "take_along_first_axis",
    lambda x, indices: torch.gather(x, 0, indices),
    {"x": numbers.tensor((4, 3))},
    {"indices": torch.tensor([[3, 0, 1], [3, 2, 2]])},
)
# Equal elements, among them the two zeros, in either order of their places.
ties = torch.tensor([[2.0, -1.0, 2.0, 3.0, -1.0, 2.0], [0.0, -0.0, 1.0, -0.0, 0.0, -5.0]])
case("sort_ascending", lambda x: torch.sort(x, stable=True)[0], {"x": ties})
case("largest_three", lambda x: torch.sort(x, stable=True, descending=True)[0][..., :3], {"x": ties})
case("smallest_four", lambda x: torch.sort(x, stable=True)[0][..., :4], {"x": ties})


# ----------------------------------------------------------------------------------------------------------
# Losses, one for each row
# ----------------------------------------------------------------------------------------------------------


def distributions(rows, classes):
    """Dense targets: multiples of 1/4096 that sum to 1."""
    source = random.Random(3)
    result = torch.zeros(rows, classes)
    for row in range(rows):
        left = 4096
        for column in range(classes - 1):
            part = source.randrange(left // 2 + 1)
            result[row, column] = part / 4096
            left -= part
        result[row, classes - 1] = left / 4096
    return result


numbers = Numbers(3)
logits = numbers.tensor((5, 6), deviation=3.0)
logits[1] += 300.0  # a sum of exponentials that overflows even in double if it is not shifted
case(
    "cross_entropy",
    lambda logits, targets: F.cross_entropy(logits, targets, reduction="none"),
    {"logits": logits, "targets": distributions(5, 6)},
)
for name, smoothing, ignored, labels in (
    ("sparse_cross_entropy", 0.0, -100, [2, 5, 0, -100, 2]),
    ("sparse_cross_entropy_smoothed", 0.1, -1, [-1, 5, 0, 1, -1]),
    ("sparse_cross_entropy_padding", 0.1, 0, [0, 5, 0, 1, 4]),
):
    case(
        name,
        lambda logits, labels: F.cross_entropy(
            logits, labels, reduction="none", label_smoothing=smoothing, ignore_index=ignored
        ),
        {"logits": logits},
        {"labels": torch.tensor(labels)},
    )
sure = numbers.tensor((4, 7), deviation=3.0)
sure[0, 0], sure[0, 1], sure[1, 2], sure[2, 3] = 90.0, -90.0, 800.0, -800.0
targets = torch.tensor([[random.Random(4 + i + j).choice([0.0, 1.0, 0.25]) for i in range(7)] for j in range(4)])
targets[0, 0], targets[0, 1], targets[1, 2] = 1.0, 0.0, 1.0
case(
    "binary_cross_entropy",
    lambda logits, targets: F.binary_cross_entropy_with_logits(logits, targets, reduction="none").sum(-1),
    {"logits": sure, "targets": targets},
)


# ----------------------------------------------------------------------------------------------------------
# Images
# ----------------------------------------------------------------------------------------------------------

numbers = Numbers(4)
case(
    "group_norm",
    lambda x, gain, offset: F.group_norm(x, 3, gain, offset, eps=1e-5),
    {"x": numbers.tensor((2, 6, 3, 2)), "gain": numbers.tensor((6,)), "offset": numbers.tensor((6,))},
)
case(
    "convolution",
    lambda x, weight, bias: F.conv2d(x, weight, bias, stride=2, padding=1),
    {"x": numbers.tensor((2, 3, 6, 5)), "weight": numbers.tensor((4, 3, 3, 3)), "bias": numbers.tensor((4,))},
)
case(
    "convolution_of_a_wide_window",
    lambda x, weight: F.conv2d(x, weight, stride=(1, 2), padding=(0, 2)),
    {"x": numbers.tensor((2, 2, 4, 7)), "weight": numbers.tensor((3, 2, 2, 4))},
)
case(
    "transposed_convolution",
    lambda x, weight, bias: F.conv_transpose2d(x, weight, bias, stride=2, padding=1),
    {"x": numbers.tensor((2, 3, 3, 4)), "weight": numbers.tensor((3, 2, 4, 4)), "bias": numbers.tensor((2,))},
)
case(
    "transposed_convolution_of_patches",
    lambda x, weight: F.conv_transpose2d(x, weight, stride=4),
    {"x": numbers.tensor((1, 2, 2, 2)), "weight": numbers.tensor((2, 3, 4, 4))},
)
negative = numbers.tensor((2, 2, 6, 5)) - 10.0  # the padding must not win
case("max_pooling", lambda x: F.max_pool2d(x, 3, 2, 1), {"x": negative})
case("max_pooling_of_equals", lambda x: F.max_pool2d(x, 2, 1, 0), {"x": torch.ones(1, 2, 3, 4)})
case("average_pooling", lambda x: F.avg_pool2d(x, 3, 2, 1), {"x": negative})
case("global_average_pooling", lambda x: x.mean((2, 3)), {"x": negative})
for name, corners, size in (
    ("larger", False, (7, 8)),
    ("smaller", False, (2, 3)),
    ("larger_by_corners", True, (7, 8)),
    ("smaller_by_corners", True, (1, 3)),
):
    case(
        "resized_" + name,
        lambda x: F.interpolate(x, size=size, mode="bilinear", align_corners=corners),
        {"x": numbers.tensor((2, 2, 3, 5))},
    )


# ----------------------------------------------------------------------------------------------------------

write(Path(sys.argv[1]) if len(sys.argv) > 1 else DIRECTORY / "operations.json", CASES)
