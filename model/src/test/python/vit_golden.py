"""Golden values for the Vision Transformer, from an implementation independent of the Java one.

The model is Dosovitskiy et al., "An Image is Worth 16x16 Words" (2021), equations 1 to 4: pre-norm blocks,
queries, keys and values with biases, exact (erf) GELU, layer norm epsilon 1e-6, no dropout. It is written
below from the paper's equations with tensor arithmetic only, under timm's parameter names and shapes. Before
anything is written it must agree with a second implementation, torchvision's VisionTransformer with the same
weights, and its gradients must agree with central differences.

Everything is computed in double precision. Inputs and parameters are multiples of 1/4096, so that they are
exact as 32-bit floats too: a float implementation starts from the very same numbers.

Needs: Python 3.9+, torch 1.13+, torchvision 0.14+. No other package, no network, no files.
Run:   python3 vit_golden.py [OUTPUT_DIRECTORY]     (default: ../resources/golden beside this script)
Makes: vit_cls.json, vit_mean.json, vit_functions.json, vit_parameter_counts.json
"""

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torchvision.models.vision_transformer import VisionTransformer

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

EPSILON = 1e-6
SMOOTHING = 0.1


# ----------------------------------------------------------------------------------------------------------
# Configurations and seeded inputs
# ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Configuration:
    """One tiny model with its batch; `labels` and `weights` have one entry per image."""

    name: str
    seed: int
    imageSize: int
    channels: int
    patchSize: int
    width: int
    heads: int
    depth: int
    mlpWidth: int
    classes: int
    pooling: str  # "cls": the class token; "mean": the patch tokens' mean, class token excluded
    labels: tuple
    weights: tuple

    @property
    def patches(self):
        return (self.imageSize // self.patchSize) ** 2


CONFIGURATIONS = (
    Configuration("vit_cls", 101, 8, 3, 4, 12, 3, 2, 24, 5, "cls", (3, 0, 4), (1.0, 0.0, 2.5)),
    Configuration("vit_mean", 202, 12, 1, 3, 8, 2, 1, 16, 4, "mean", (1, 3, 0), (0.5, 1.0, 0.0)),
)


def parameter_shapes(configuration):
    """timm's names and shapes in timm's order. With mean pooling the last norm is called fc_norm."""
    width, mlp = configuration.width, configuration.mlpWidth
    shapes = {
        "cls_token": (1, 1, width),
        "pos_embed": (1, configuration.patches + 1, width),
        "patch_embed.proj.weight": (width, configuration.channels, configuration.patchSize, configuration.patchSize),
        "patch_embed.proj.bias": (width,),
    }
    for block in range(configuration.depth):
        shapes |= {
            f"blocks.{block}.norm1.weight": (width,),
            f"blocks.{block}.norm1.bias": (width,),
            f"blocks.{block}.attn.qkv.weight": (3 * width, width),
            f"blocks.{block}.attn.qkv.bias": (3 * width,),
            f"blocks.{block}.attn.proj.weight": (width, width),
            f"blocks.{block}.attn.proj.bias": (width,),
            f"blocks.{block}.norm2.weight": (width,),
            f"blocks.{block}.norm2.bias": (width,),
            f"blocks.{block}.mlp.fc1.weight": (mlp, width),
            f"blocks.{block}.mlp.fc1.bias": (mlp,),
            f"blocks.{block}.mlp.fc2.weight": (width, mlp),
            f"blocks.{block}.mlp.fc2.bias": (width,),
        }
    norm = final_norm_name(configuration)
    shapes |= {
        f"{norm}.weight": (width,),
        f"{norm}.bias": (width,),
        "head.weight": (configuration.classes, width),
        "head.bias": (configuration.classes,),
    }
    return shapes


def final_norm_name(configuration):
    return "norm" if configuration.pooling == "cls" else "fc_norm"


# ----------------------------------------------------------------------------------------------------------
# The model from the paper's equations
# ----------------------------------------------------------------------------------------------------------


def layer_norm(x, weight, bias, epsilon=EPSILON):
    centred = x - x.mean(-1, keepdim=True)
    variance = (centred * centred).mean(-1, keepdim=True)
    return centred / torch.sqrt(variance + epsilon) * weight + bias


def gelu(x):
    return x * 0.5 * (1.0 + torch.erf(x / math.sqrt(2.0)))


def softmax(logits):
    exponentials = torch.exp(logits - logits.max(-1, keepdim=True).values)
    return exponentials / exponentials.sum(-1, keepdim=True)


def log_softmax(logits):
    shifted = logits - logits.max(-1, keepdim=True).values
    return shifted - torch.log(torch.exp(shifted).sum(-1, keepdim=True))


def cross_entropy(logits, labels, smoothing):
    """Per sample, [B]; the target is (1 - smoothing) one-hot + smoothing / classes."""
    target = (1.0 - smoothing) * F.one_hot(labels, logits.shape[-1]) + smoothing / logits.shape[-1]
    return -(target * log_softmax(logits)).sum(-1)


def to_patches(images, patch):
    """[B, C, H, W] to [B, N, C p p]: patches row by row; inside a patch channel, then row, then column."""
    batch, channels, height, width = images.shape
    grid = images.reshape(batch, channels, height // patch, patch, width // patch, patch)
    return grid.permute(0, 2, 4, 1, 3, 5).reshape(batch, -1, channels * patch * patch)


def forward(configuration, p, images, keep):
    """The logits [B, classes]; `keep(name, value)` sees every named activation in order and returns it."""
    batch, width = images.shape[0], configuration.width
    patches = to_patches(images, configuration.patchSize)
    embedded = patches @ p["patch_embed.proj.weight"].reshape(width, -1).T + p["patch_embed.proj.bias"]
    embedded = keep("patch_embed", embedded)  # [B, N, D]
    x = torch.cat([p["cls_token"].expand(batch, 1, width), embedded], dim=1) + p["pos_embed"]
    x = keep("tokens", x)  # [B, N + 1, D]: equation 1
    for i in range(configuration.depth):
        x = block(configuration, p, f"blocks.{i}", x, keep)
    pooled = pool(configuration, p, x, keep)  # equation 4
    return keep("logits", pooled @ p["head.weight"].T + p["head.bias"])


def block(configuration, p, name, x, keep):
    def norm(which, value):
        return layer_norm(value, p[f"{name}.{which}.weight"], p[f"{name}.{which}.bias"])

    x = x + attention(configuration, p, f"{name}.attn", keep(f"{name}.norm1", norm("norm1", x)), keep)  # equation 2
    x = keep(f"{name}.residual1", x)
    x = x + mlp(p, f"{name}.mlp", keep(f"{name}.norm2", norm("norm2", x)), keep)  # equation 3
    return keep(f"{name}", x)


def attention(configuration, p, name, x, keep):
    """Multi-head self-attention; row blocks of qkv.weight are queries, keys, values, each split into heads."""
    batch, tokens, width = x.shape
    heads, head_width = configuration.heads, width // configuration.heads
    qkv = keep(f"{name}.qkv", x @ p[f"{name}.qkv.weight"].T + p[f"{name}.qkv.bias"])  # [B, T, 3 D]
    query, key, value = (
        part.reshape(batch, tokens, heads, head_width).transpose(1, 2) for part in qkv.split(width, dim=-1)
    )  # each [B, heads, T, D / heads]
    logits = query @ key.transpose(-1, -2) / math.sqrt(head_width)
    probabilities = keep(f"{name}.probabilities", softmax(logits))  # [B, heads, T, T]
    mixed = (probabilities @ value).transpose(1, 2).reshape(batch, tokens, width)
    mixed = keep(f"{name}.mixed", mixed)  # heads joined, before the output projection
    return keep(name, mixed @ p[f"{name}.proj.weight"].T + p[f"{name}.proj.bias"])


def mlp(p, name, x, keep):
    hidden = keep(f"{name}.fc1", x @ p[f"{name}.fc1.weight"].T + p[f"{name}.fc1.bias"])
    active = keep(f"{name}.act", gelu(hidden))
    return keep(name, active @ p[f"{name}.fc2.weight"].T + p[f"{name}.fc2.bias"])


def pool(configuration, p, x, keep):
    """cls: norm of all tokens, then token 0. mean: mean of tokens 1..N, then fc_norm (so named by timm)."""
    if configuration.pooling == "cls":
        normal = keep("norm", layer_norm(x, p["norm.weight"], p["norm.bias"]))  # [B, N + 1, D]
        return keep("pooled", normal[:, 0])  # [B, D]
    pooled = keep("pooled", x[:, 1:].mean(dim=1))  # [B, D]
    return keep("fc_norm", layer_norm(pooled, p["fc_norm.weight"], p["fc_norm.bias"]))  # [B, D]


# ----------------------------------------------------------------------------------------------------------
# A second implementation, to check against
# ----------------------------------------------------------------------------------------------------------


def torchvision_logits(configuration, p, images):
    """The same model by torchvision, whose parameters have other names."""
    model = VisionTransformer(
        image_size=configuration.imageSize,
        patch_size=configuration.patchSize,
        num_layers=configuration.depth,
        num_heads=configuration.heads,
        hidden_dim=configuration.width,
        mlp_dim=configuration.mlpWidth,
        num_classes=configuration.classes,
    )
    if configuration.channels != 3:
        model.conv_proj = torch.nn.Conv2d(
            configuration.channels, configuration.width, configuration.patchSize, configuration.patchSize
        )
    model.load_state_dict({torchvision_name(name): value for name, value in p.items()})
    model.double().eval()
    if configuration.pooling == "cls":
        return model(images)
    last_norm, model.encoder.ln = model.encoder.ln, torch.nn.Identity()
    embedded = model._process_input(images)
    x = model.encoder(torch.cat([model.class_token.expand(len(images), -1, -1), embedded], dim=1))
    return model.heads(last_norm(x[:, 1:].mean(dim=1)))


def torchvision_name(name):
    for ours, theirs in (
        ("cls_token", "class_token"),
        ("pos_embed", "encoder.pos_embedding"),
        ("patch_embed.proj", "conv_proj"),
        ("blocks.", "encoder.layers.encoder_layer_"),
        ("norm1", "ln_1"),
        ("norm2", "ln_2"),
        ("attn.qkv.", "self_attention.in_proj_"),
        ("attn.proj", "self_attention.out_proj"),
        ("mlp.fc1", "mlp.0"),
        ("mlp.fc2", "mlp.3"),
        ("head.", "heads.head."),
    ):
        name = name.replace(ours, theirs)
    return "encoder.ln." + name.split(".")[-1] if name.startswith(("norm.", "fc_norm.")) else name


def weighted_loss(configuration, p, images, keep=lambda name, value: value):
    logits = forward(configuration, p, images, keep)
    per_sample = cross_entropy(logits, torch.tensor(configuration.labels), SMOOTHING)
    return logits, per_sample, (torch.tensor(configuration.weights) * per_sample).sum()


# ----------------------------------------------------------------------------------------------------------
# The golden files
# ----------------------------------------------------------------------------------------------------------


def model_golden(configuration):
    numbers = Numbers(configuration.seed)
    p = random_parameters(parameter_shapes(configuration), numbers)
    images = numbers.tensor((3, configuration.channels, configuration.imageSize, configuration.imageSize), 0.8)
    patches = to_patches(images, configuration.patchSize)
    activations = {}

    def keep(name, value):
        require(name not in activations, f"activation {name} twice")
        value.retain_grad()
        activations[name] = value
        return value

    for value in p.values():
        value.requires_grad_()
    logits, per_sample, loss = weighted_loss(configuration, p, images, keep)
    loss.backward()
    gradients = {name: value.grad for name, value in p.items()}

    detached = {name: value.detach() for name, value in p.items()}
    require_close(logits, torchvision_logits(configuration, detached, images), 1e-10, "logits against torchvision")
    reference = F.cross_entropy(logits, torch.tensor(configuration.labels), reduction="none", label_smoothing=SMOOTHING)
    require_close(per_sample, reference, 1e-12, "cross-entropy against torch")
    check_by_differences(
        lambda moved: weighted_loss(configuration, moved, images)[2], p, gradients, configuration.seed + 1, 1e-3
    )

    return {
        "configuration": {
            key: value for key, value in asdict(configuration).items() if key not in ("labels", "weights")
        }
        | {"epsilon": EPSILON, "labelSmoothing": SMOOTHING},
        "parameters": tensors_json(p),
        "images": tensor_json(images),
        "patches": tensor_json(patches),
        "labels": list(configuration.labels),
        "weights": list(configuration.weights),
        "activations": tensors_json(activations),
        "crossEntropy": tensor_json(per_sample),
        "weightedLossSum": loss.item(),
        "weightSum": sum(configuration.weights),
        "weightedLossMean": loss.item() / sum(configuration.weights),
        "parameterGradients": tensors_json(gradients),
        "activationGradients": tensors_json({name: value.grad for name, value in activations.items()}),
    }


def function_golden():
    return {
        "layerNorm": layer_norm_golden(),
        "gelu": gelu_golden(),
        "softmax": softmax_golden(),
        "crossEntropy": cross_entropy_golden(),
    }


def with_gradient(function, inputs, output_gradient):
    """The value of function(*inputs) and the gradients of sum(output_gradient * value) for each input."""
    leaves = [value.clone().requires_grad_() for value in inputs]
    value = function(*leaves)
    return value, torch.autograd.grad(value, leaves, output_gradient)


def layer_norm_golden():
    """Rows: ordinary, constant, nearly constant (the epsilon decides), all zero, large with a large mean."""
    numbers = Numbers(303)
    rows = [numbers.tensor((6,), 1.0), torch.full((6,), 0.75), 0.75 + numbers.tensor((6,), 1.0) / 4096]
    rows += [torch.zeros(6), 1000.0 + 64.0 * numbers.tensor((6,), 1.0)]
    x, weight, bias = torch.stack(rows), numbers.tensor((6,), 0.3, 1.0), numbers.tensor((6,), 0.3)
    output_gradient = numbers.tensor((5, 6), 1.0)
    cases = []
    for epsilon in (1e-6, 1e-12):
        inputs = (x, weight, bias)
        y, gradients = with_gradient(lambda *a: layer_norm(*a, epsilon), inputs, output_gradient)
        expected, expected_gradients = with_gradient(
            lambda *a: F.layer_norm(a[0], (6,), a[1], a[2], epsilon), inputs, output_gradient
        )
        require_close(y, expected, 1e-9, "layer norm against torch")
        for name, ours, theirs in zip(("x", "weight", "bias"), gradients, expected_gradients):
            scale = max(1.0, theirs.abs().max().item())
            require_close(ours / scale, theirs / scale, 1e-8, f"layer norm gradient of {name}, epsilon {epsilon}")
        named = dict(x=x, weight=weight, bias=bias, y=y, outputGradient=output_gradient)
        named |= dict(zip(("xGradient", "weightGradient", "biasGradient"), gradients))
        cases.append({"epsilon": epsilon} | tensors_json(named))
    return cases


def gelu_golden():
    """At -6 .. 6 in steps of 1/4, and the derivative there."""
    x = torch.arange(-24, 25) / 4.0
    y, (derivative,) = with_gradient(gelu, (x,), torch.ones_like(x))
    require_close(y, F.gelu(x), 1e-14, "gelu against torch")
    density = torch.exp(-x * x / 2) / math.sqrt(2 * math.pi)
    require_close(derivative, 0.5 * torch.erfc(-x / math.sqrt(2.0)) + x * density, 1e-14, "gelu derivative")
    # -6 cancels 9 digits in 1 + erf(x); the committed value comes from erfc, which does not.
    y = x * 0.5 * torch.erfc(-x / math.sqrt(2.0))
    return tensors_json(dict(x=x, y=y, derivative=0.5 * torch.erfc(-x / math.sqrt(2.0)) + x * density))


def logit_rows():
    """Rows: ordinary, huge differences, all huge and equal, hugely negative, a tie of two, almost a tie."""
    return torch.tensor(
        [
            [0.5, -1.25, 2.0, 0.0, 0.75],
            [1000.0, -1000.0, 0.0, 999.0, 998.5],
            [10000.0] * 5,
            [-5000.0, -5001.0, -5000.5, -5010.0, -5000.25],
            [80.0, 80.0, -80.0, 0.0, 1.0],
            [88.75, 88.5, 88.0, 87.75, 88.25],
        ]
    )


def softmax_golden():
    x, output_gradient = logit_rows(), Numbers(404).tensor((6, 5), 1.0)
    y, (gradient,) = with_gradient(softmax, (x,), output_gradient)
    require_close(y, F.softmax(x, -1), 1e-15, "softmax against torch")
    require_close(log_softmax(x), F.log_softmax(x, -1), 1e-12, "log-softmax against torch")
    named = dict(x=x, y=y, logSoftmax=log_softmax(x), outputGradient=output_gradient, xGradient=gradient)
    return tensors_json(named)


def cross_entropy_golden():
    """Without and with smoothing; per-sample weights, one of them zero."""
    x, labels = logit_rows(), torch.tensor([2, 1, 4, 3, 0, 2])
    weights = torch.tensor([1.0, 0.5, 2.0, 1.0, 0.0, 1.5])
    cases = []
    for smoothing in (0.0, 0.1, 0.25):
        loss, (gradient,) = with_gradient(lambda logits: cross_entropy(logits, labels, smoothing), (x,), weights)
        expected = F.cross_entropy(x, labels, reduction="none", label_smoothing=smoothing)
        require_close(loss, expected, 1e-10, "cross-entropy against torch")
        named = dict(logits=x, weights=weights, perSample=loss, logitGradient=gradient)
        cases.append({"labelSmoothing": smoothing, "labels": labels.tolist()} | tensors_json(named))
    return cases


# ----------------------------------------------------------------------------------------------------------
# Parameter counts
# ----------------------------------------------------------------------------------------------------------

# width, heads, depth, MLP width: table 1 of the paper; Ti and S from Touvron et al., "Training data-efficient
# image transformers" (2021), table 1.
VARIANTS = {
    "Ti": (192, 3, 12, 768),
    "S": (384, 6, 12, 1536),
    "B": (768, 12, 12, 3072),
    "L": (1024, 16, 24, 4096),
    "H": (1280, 16, 32, 5120),
}

PUBLISHED = {
    ("Ti", 16, 224): 5_717_416,
    ("S", 16, 224): 22_050_664,
    ("S", 32, 224): 22_878_952,
    ("B", 16, 224): 86_567_656,
    ("B", 32, 224): 88_224_232,
    ("L", 16, 224): 304_326_632,
    ("L", 32, 224): 306_535_400,
    ("H", 14, 224): 632_045_800,
    ("B", 16, 384): 86_859_496,
    ("B", 32, 384): 88_297_192,
    ("L", 16, 384): 304_715_752,
}


def count_by_formula(width, depth, mlp, patch, image, classes):
    """[D C p p + D] + D + (N + 1) D + L (4 (D^2 + D) + 2 D f + f + D + 4 D) + 2 D + (D K + K)."""
    tokens = (image // patch) ** 2 + 1
    embedding = width * 3 * patch * patch + width + width + tokens * width
    layer = 4 * (width * width + width) + 2 * width * mlp + mlp + width + 4 * width
    return embedding + depth * layer + 2 * width + width * classes + classes


def count_by_shapes(variant, patch, image, classes):
    width, heads, depth, mlp = VARIANTS[variant]
    model = Configuration("", 0, image, 3, patch, width, heads, depth, mlp, classes, "cls", (), ())
    return sum(math.prod(shape) for shape in parameter_shapes(model).values())


def parameter_counts(classes=1000):
    """Every variant with every patch at 224 and 384 where the patch divides the image (14 does not divide 384)."""
    rows = []
    for variant, (width, heads, depth, mlp) in VARIANTS.items():
        for patch in (8, 14, 16, 32):
            for image in (224, 384):
                if image % patch:
                    continue
                count = count_by_formula(width, depth, mlp, patch, image, classes)
                label = f"{variant}/{patch} at {image}"
                require(count == count_by_shapes(variant, patch, image, classes), f"{label}: formula and shapes differ")
                published = PUBLISHED.get((variant, patch, image))
                require(published in (None, count), f"{label}: {count}, published {published}")
                head = width * classes + classes
                rows.append(
                    dict(variant=f"{variant}/{patch}", width=width, heads=heads, depth=depth, mlpWidth=mlp)
                    | dict(patchSize=patch, imageSize=image, channels=3, classes=classes, pooling="cls")
                    | dict(parameters=count, parametersWithoutHead=count - head, published=published is not None)
                )
    require(sum(row["published"] for row in rows) == len(PUBLISHED), "a published count was not compared")
    check_counts_against_torchvision(rows)
    return rows


def check_counts_against_torchvision(rows):
    """The largest models would need gigabytes, so only those up to B are built."""
    for row in rows:
        if row["width"] > 768 or row["patchSize"] != 16:
            continue
        names = {"image_size": "imageSize", "patch_size": "patchSize", "num_layers": "depth", "num_heads": "heads"}
        names |= {"hidden_dim": "width", "mlp_dim": "mlpWidth", "num_classes": "classes"}
        model = VisionTransformer(**{theirs: row[ours] for theirs, ours in names.items()})
        count = sum(value.numel() for value in model.parameters())
        require(count == row["parameters"], f"{row['variant']}: {row['parameters']}, torchvision {count}")


# ----------------------------------------------------------------------------------------------------------


def main():
    directory = output_directory()
    contents = {configuration.name: model_golden(configuration) for configuration in CONFIGURATIONS}
    contents["vit_functions"] = function_golden()
    contents["vit_parameter_counts"] = parameter_counts()
    for name, content in contents.items():
        write(directory / f"{name}.json", content)


if __name__ == "__main__":
    main()
