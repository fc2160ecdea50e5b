"""Golden values for the small residual network, from an implementation independent of the Java one.

The model is that of He et al., "Deep Residual Learning for Image Recognition" (2015), section 4.2, with the pre-activation
blocks of He et al., "Identity Mappings in Deep Residual Networks" (2016), figure 4e, and group norm (Wu and He, "Group
Normalization", 2018, epsilon 1e-5) in place of batch norm: a convolution of 3 x 3, stages that each halve the image and
double the channels, the mean over all places, a linear head. It is written below with tensor arithmetic only. Before
anything is written it must agree with torch's own convolutions and group norms, and its gradients with central differences.

Everything is computed in double precision. Inputs and parameters are multiples of 1/4096, so that they are exact as 32-bit
floats too: a float implementation starts from the very same numbers.

Needs: Python 3.9+, torch 1.13+. No other package, no network, no files.
Run:   python3 resnet_golden.py [OUTPUT_DIRECTORY]     (default: ../resources/golden beside this script)
Makes: resnet_wide.json, resnet_deep.json
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F

from golden import (
    Numbers,
    check_by_differences,
    output_directory,
    random_parameters,
    require,
    require_close,
    tensor_json,
    tensors_json,
    write,
)

EPSILON = 1e-5
SMOOTHING = 0.1


@dataclass(frozen=True)
class Configuration:
    """One tiny model with its batch; `labels` and `weights` have one entry per image."""

    name: str
    seed: int
    imageSize: int
    channels: int
    classes: int
    width: int
    stages: int
    blocks: int
    stemStride: int
    groups: int
    labels: tuple
    weights: tuple

    def stage_of(self, block):
        return block // self.blocks

    def stride_of(self, block):
        return 2 if block >= self.blocks and block % self.blocks == 0 else 1

    def inputs_of(self, block):
        return self.width << self.stage_of(max(block - 1, 0))

    def outputs_of(self, block):
        return self.width << self.stage_of(block)

    @property
    def depth(self):
        return self.stages * self.blocks


CONFIGURATIONS = (
    Configuration("resnet_wide", 111, 8, 3, 5, 4, 2, 2, 1, 2, (3, 0, 4), (1.0, 0.0, 2.5)),
    Configuration("resnet_deep", 222, 9, 1, 4, 3, 3, 1, 2, 3, (1, 3, 0), (0.5, 1.0, 0.0)),
)


def parameter_shapes(configuration):
    width, last = configuration.width, configuration.width << (configuration.stages - 1)
    shapes = {"stem.weight": (width, configuration.channels, 3, 3)}
    for block in range(configuration.depth):
        inputs, outputs = configuration.inputs_of(block), configuration.outputs_of(block)
        shapes |= {
            f"blocks.{block}.norm1.weight": (inputs,),
            f"blocks.{block}.norm1.bias": (inputs,),
            f"blocks.{block}.conv1.weight": (outputs, inputs, 3, 3),
            f"blocks.{block}.norm2.weight": (outputs,),
            f"blocks.{block}.norm2.bias": (outputs,),
            f"blocks.{block}.conv2.weight": (outputs, outputs, 3, 3),
        }
        if inputs != outputs or configuration.stride_of(block) > 1:
            shapes[f"blocks.{block}.shortcut.weight"] = (outputs, inputs, 1, 1)
    return shapes | {
        "norm.weight": (last,),
        "norm.bias": (last,),
        "head.weight": (configuration.classes, last),
        "head.bias": (configuration.classes,),
    }


# ----------------------------------------------------------------------------------------------------------
# The model from its definition
# ----------------------------------------------------------------------------------------------------------


def convolution(x, weight, stride):
    """At each place the sum over the window of weight times what it sees; half a window of zeros around the image."""
    size = weight.shape[-1]
    padding = size // 2
    places = (x.shape[-1] + 2 * padding - size) // stride + 1
    padded = torch.zeros(x.shape[0], x.shape[1], x.shape[2] + 2 * padding, x.shape[3] + 2 * padding)
    padded[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]] = x
    result = 0
    for row in range(size):
        for column in range(size):
            last_row, last_column = row + stride * (places - 1) + 1, column + stride * (places - 1) + 1
            seen = padded[:, :, row:last_row:stride, column:last_column:stride]
            result = result + torch.einsum("bchw,oc->bohw", seen, weight[:, :, row, column])
    return result


def group_norm(x, groups, weight, bias):
    batch, channels = x.shape[:2]
    parts = x.reshape(batch, groups, -1)
    centred = parts - parts.mean(-1, keepdim=True)
    variance = (centred * centred).mean(-1, keepdim=True)
    normal = (centred / torch.sqrt(variance + EPSILON)).reshape(x.shape)
    return normal * weight.reshape(1, channels, 1, 1) + bias.reshape(1, channels, 1, 1)


def torch_convolution(x, weight, stride):
    return F.conv2d(x, weight, stride=stride, padding=weight.shape[-1] // 2)


def torch_group_norm(x, groups, weight, bias):
    return F.group_norm(x, groups, weight, bias, EPSILON)


def forward(configuration, p, images, keep, conv=convolution, norm=group_norm):
    """The logits [B, classes]; `keep(name, value)` sees every named activation in order and returns it."""
    x = keep("stem", conv(images, p["stem.weight"], configuration.stemStride))
    for i in range(configuration.depth):
        x = block(configuration, p, i, x, keep, conv, norm)
    x = keep("norm", norm(x, configuration.groups, p["norm.weight"], p["norm.bias"]))
    pooled = torch.clamp(x, min=0).mean(dim=(2, 3))  # [B, D]
    return keep("logits", pooled @ p["head.weight"].T + p["head.bias"])


def block(configuration, p, number, x, keep, conv, norm):
    name, stride = f"blocks.{number}", configuration.stride_of(number)

    def activated(which, value):
        normal = norm(value, configuration.groups, p[f"{name}.{which}.weight"], p[f"{name}.{which}.bias"])
        return torch.clamp(keep(f"{name}.{which}", normal), min=0)

    first = activated("norm1", x)
    shortcut = p.get(f"{name}.shortcut.weight")
    kept = x if shortcut is None else keep(f"{name}.shortcut", conv(first, shortcut, stride))
    hidden = keep(f"{name}.conv1", conv(first, p[f"{name}.conv1.weight"], stride))
    branch = keep(f"{name}.conv2", conv(activated("norm2", hidden), p[f"{name}.conv2.weight"], 1))
    return keep(name, kept + branch)


def weighted_loss(configuration, p, images, keep=lambda name, value: value):
    logits = forward(configuration, p, images, keep)
    shifted = logits - logits.max(-1, keepdim=True).values
    log_probabilities = shifted - torch.log(torch.exp(shifted).sum(-1, keepdim=True))
    one_hot = F.one_hot(torch.tensor(configuration.labels), configuration.classes)
    target = (1.0 - SMOOTHING) * one_hot + SMOOTHING / configuration.classes
    per_sample = -(target * log_probabilities).sum(-1)
    return logits, (torch.tensor(configuration.weights) * per_sample).sum()


# ----------------------------------------------------------------------------------------------------------
# Cross-checks, and the golden files
# ----------------------------------------------------------------------------------------------------------


def model_golden(configuration):
    numbers = Numbers(configuration.seed)
    p = random_parameters(parameter_shapes(configuration), numbers)
    images = numbers.tensor((3, configuration.channels, configuration.imageSize, configuration.imageSize), 0.8)
    activations = {}

    def keep(name, value):
        require(name not in activations, f"activation {name} twice")
        activations[name] = value
        return value

    for value in p.values():
        value.requires_grad_()
    logits, loss = weighted_loss(configuration, p, images, keep)
    loss.backward()
    gradients = {name: value.grad for name, value in p.items()}

    theirs = forward(configuration, p, images, lambda name, value: value, torch_convolution, torch_group_norm)
    require_close(logits, theirs, 1e-12, "logits against torch")
    # A short step, for the rectifiers.
    check_by_differences(
        lambda moved: weighted_loss(configuration, moved, images)[1], p, gradients, configuration.seed + 1, 1e-6
    )

    return {
        "configuration": {
            key: value for key, value in asdict(configuration).items() if key not in ("labels", "weights")
        }
        | {"epsilon": EPSILON, "labelSmoothing": SMOOTHING},
        "parameters": tensors_json(p),
        "patches": tensor_json(images.reshape(3, 1, -1)),
        "labels": list(configuration.labels),
        "weights": list(configuration.weights),
        "activations": tensors_json(activations),
        "weightedLossSum": loss.item(),
        "parameterGradients": tensors_json(gradients),
    }


def main():
    directory = output_directory()
    for configuration in CONFIGURATIONS:
        write(directory / f"{configuration.name}.json", model_golden(configuration))


if __name__ == "__main__":
    main()
