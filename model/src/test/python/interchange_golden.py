"""Golden checkpoints of other libraries' Vision Transformers, and the logits these libraries compute from them.

torchvision's model is torchvision's own. timm's and Hugging Face's are written below with their module trees, so that
state_dict() gives their names; each must agree with torchvision's model on the same weights before anything is written.
Weights are random float32 numbers, logits are computed in double precision. Hugging Face's model has its library's layer
norm epsilon of 1e-12, and embeddings so small that 1e-6 would give other logits.

Positions are interpolated as timm's resample_abs_pos_embed does: bicubic, antialiased, the class token's left as it is.

Needs: Python 3.9+, torch 1.13+, torchvision 0.14+. No other package, no network.
Run:   python3 interchange_golden.py [OUTPUT_DIRECTORY]     (default: ../resources/golden beside this script)
Makes: vit_torchvision.safetensors, vit_hugging_face.safetensors, vit_timm.safetensors, interchange.json
Or:    python3 interchange_golden.py --check FAMILY FILE     reads a file that the command export wrote from one of these
                                                             checkpoints, and compares the logits
"""

import hashlib
import json
import math
import struct
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models.vision_transformer import VisionTransformer

from checkpoint_golden import safetensors
from golden import DIRECTORY, Numbers, output_directory, require, require_close, tensor_json, write
from vit_golden import to_patches

IMAGE, PATCH, CHANNELS, WIDTH, DEPTH, HEADS, MLP, CLASSES = 16, 4, 3, 16, 2, 4, 32, 7
BATCH = 3


class Block(nn.Module):
    """A pre-norm layer; `forward` looks its parts up by the names the library gives them."""

    def attend(self, qkv, x):
        batch, tokens, _ = x.shape
        q, k, v = (part.view(batch, tokens, HEADS, -1).transpose(1, 2) for part in qkv)
        weights = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1]), -1)
        return (weights @ v).transpose(1, 2).reshape(batch, tokens, -1)


class TimmAttention(Block):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.proj = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        return self.proj(self.attend(self.qkv(x).chunk(3, -1), x))


class TimmMlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(WIDTH, MLP)
        self.fc2 = nn.Linear(MLP, WIDTH)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class TimmBlock(nn.Module):
    def __init__(self, epsilon):
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH, epsilon)
        self.attn = TimmAttention()
        self.norm2 = nn.LayerNorm(WIDTH, epsilon)
        self.mlp = TimmMlp()

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class TimmPatchEmbed(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Conv2d(CHANNELS, WIDTH, PATCH, PATCH)


class Timm(nn.Module):
    """timm.models.vision_transformer.VisionTransformer with global_pool='token'."""

    def __init__(self, epsilon=1e-6):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.pos_embed = nn.Parameter(torch.zeros(1, 1 + (IMAGE // PATCH) ** 2, WIDTH))
        self.patch_embed = TimmPatchEmbed()
        self.blocks = nn.Sequential(*(TimmBlock(epsilon) for _ in range(DEPTH)))
        self.norm = nn.LayerNorm(WIDTH, epsilon)
        self.head = nn.Linear(WIDTH, CLASSES)

    def forward(self, images):
        x = self.patch_embed.proj(images).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(len(x), -1, -1), x], 1) + self.pos_embed
        return self.head(self.norm(self.blocks(x))[:, 0])


class HuggingFaceSelfAttention(Block):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        return self.attend((self.query(x), self.key(x), self.value(x)), x)


class Dense(nn.Module):
    """What Hugging Face calls output and intermediate: a linear map called dense."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.dense = nn.Linear(inputs, outputs)

    def forward(self, x):
        return self.dense(x)


class HuggingFaceAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = HuggingFaceSelfAttention()
        self.output = Dense(WIDTH, WIDTH)

    def forward(self, x):
        return self.output(self.attention(x))


class HuggingFaceLayer(nn.Module):
    def __init__(self, epsilon):
        super().__init__()
        self.attention = HuggingFaceAttention()
        self.intermediate = Dense(WIDTH, MLP)
        self.output = Dense(MLP, WIDTH)
        self.layernorm_before = nn.LayerNorm(WIDTH, epsilon)
        self.layernorm_after = nn.LayerNorm(WIDTH, epsilon)

    def forward(self, x):
        x = x + self.attention(self.layernorm_before(x))
        return x + self.output(F.gelu(self.intermediate(self.layernorm_after(x))))


class HuggingFacePatches(nn.Module):
    def __init__(self):
        super().__init__()
        self.projection = nn.Conv2d(CHANNELS, WIDTH, PATCH, PATCH)


class HuggingFaceEmbeddings(nn.Module):
    def __init__(self):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.position_embeddings = nn.Parameter(torch.zeros(1, 1 + (IMAGE // PATCH) ** 2, WIDTH))
        self.patch_embeddings = HuggingFacePatches()


class HuggingFaceEncoder(nn.Module):
    def __init__(self, epsilon):
        super().__init__()
        self.layer = nn.Sequential(*(HuggingFaceLayer(epsilon) for _ in range(DEPTH)))


class HuggingFaceModel(nn.Module):
    def __init__(self, epsilon):
        super().__init__()
        self.embeddings = HuggingFaceEmbeddings()
        self.encoder = HuggingFaceEncoder(epsilon)
        self.layernorm = nn.LayerNorm(WIDTH, epsilon)


class HuggingFace(nn.Module):
    """transformers.ViTForImageClassification."""

    def __init__(self, epsilon=1e-12):
        super().__init__()
        self.vit = HuggingFaceModel(epsilon)
        self.classifier = nn.Linear(WIDTH, CLASSES)

    def forward(self, images):
        embeddings = self.vit.embeddings
        x = embeddings.patch_embeddings.projection(images).flatten(2).transpose(1, 2)
        x = torch.cat([embeddings.cls_token.expand(len(x), -1, -1), x], 1) + embeddings.position_embeddings
        return self.classifier(self.vit.layernorm(self.vit.encoder.layer(x))[:, 0])


def torchvision(epsilon=1e-6):
    return VisionTransformer(
        IMAGE, PATCH, DEPTH, HEADS, WIDTH, MLP, num_classes=CLASSES, norm_layer=lambda n: nn.LayerNorm(n, epsilon)
    ).eval()


FAMILIES = {"torchvision": torchvision, "hugging-face": HuggingFace, "timm": Timm}


def randomised(model, numbers, embedding_scale=1.0):
    """Nothing trivial: gains scatter around 1, no bias is zero, the head is not zero."""
    state = {}
    for name, value in model.state_dict().items():
        norm = any(part in name for part in ("norm", "ln_", "encoder.ln")) and name.endswith("weight")
        scale = embedding_scale if is_embedding(name) else 1.0
        state[name] = numbers.tensor(value.shape, 0.3, 1.0 if norm else 0.0).mul(scale).float().double()
    model.load_state_dict(state)
    return model


def is_embedding(name):
    return any(part in name for part in ("cls_token", "class_token", "pos", "patch", "conv_proj"))


def timm_names(family, state):
    """By hand and one name at a time, independent of the tables in the Java code."""
    renamed = {}
    for name, value in state.items():
        if family == "torchvision":
            parts = name.split(".")
            if name.startswith("encoder.layers"):
                inner = ".".join(parts[3:])
                for theirs, ours in (
                    ("ln_1", "norm1"),
                    ("ln_2", "norm2"),
                    ("self_attention.in_proj_", "attn.qkv."),
                    ("self_attention.out_proj", "attn.proj"),
                    ("mlp.0", "mlp.fc1"),
                    ("mlp.3", "mlp.fc2"),
                ):
                    inner = inner.replace(theirs, ours)
                name = f"blocks.{parts[2].rsplit('_', 1)[1]}.{inner}"
            else:
                name = {
                    "class_token": "cls_token",
                    "encoder.pos_embedding": "pos_embed",
                    "conv_proj.weight": "patch_embed.proj.weight",
                    "conv_proj.bias": "patch_embed.proj.bias",
                    "encoder.ln.weight": "norm.weight",
                    "encoder.ln.bias": "norm.bias",
                    "heads.head.weight": "head.weight",
                    "heads.head.bias": "head.bias",
                }[name]
        renamed[name] = value
    return renamed


def hugging_face_names(state):
    """From timm's names."""
    renamed = {}
    for name, value in state.items():
        if ".attn.qkv." in name:
            for part, third in zip(("query", "key", "value"), value.chunk(3)):
                layer, last = name.split(".")[1], name.rsplit(".", 1)[1]
                renamed[f"vit.encoder.layer.{layer}.attention.attention.{part}.{last}"] = third
            continue
        for ours, theirs in (
            ("cls_token", "vit.embeddings.cls_token"),
            ("pos_embed", "vit.embeddings.position_embeddings"),
            ("patch_embed.proj", "vit.embeddings.patch_embeddings.projection"),
            ("blocks.", "vit.encoder.layer."),
            (".norm1", ".layernorm_before"),
            (".norm2", ".layernorm_after"),
            (".attn.proj", ".attention.output.dense"),
            (".mlp.fc1", ".intermediate.dense"),
            (".mlp.fc2", ".output.dense"),
        ):
            name = name.replace(ours, theirs)
        if name.startswith("norm."):
            name = "vit.layernorm." + name[5:]
        if name.startswith("head."):
            name = "classifier." + name[5:]
        renamed[name] = value
    return renamed


def resampled(state, grid):
    """timm's resample_abs_pos_embed, antialiased, with one prefix token, for timm's names."""
    positions = state["pos_embed"]
    old = math.isqrt(positions.shape[1] - 1)
    patches = positions[:, 1:].reshape(1, old, old, -1).permute(0, 3, 1, 2)
    patches = F.interpolate(patches, size=(grid, grid), mode="bicubic", antialias=True)
    patches = patches.permute(0, 2, 3, 1).reshape(1, grid * grid, -1)
    return torch.cat([positions[:, :1], patches], 1)


def file_bytes(state):
    """As the Java writer orders it: by name in UTF-8 byte order."""
    ordered = sorted(state.items(), key=lambda item: item[0].encode("utf-8"))
    tensors = [(name, "F32", list(value.shape), value.flatten().tolist()) for name, value in ordered]
    return safetensors(tensors, {"format": "pt"})


def read_bytes(data):
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    state = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            values = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32)
            state[name] = values.reshape(entry["shape"]).double()
    return state


def logits_of(model, images):
    with torch.no_grad():
        return model(images)


def model_golden(family, seed, images, directory):
    scale = 1e-3 if family == "hugging-face" else 1.0
    model = randomised(FAMILIES[family](), Numbers(seed), scale)
    state = model.state_dict()
    name = f"vit_{family.replace('-', '_')}.safetensors"
    (directory / name).write_bytes(file_bytes(state))
    return model, dict(family=family, file=name, logits=tensor_json(logits_of(model, images)))


def require_same_models(images):
    """One set of weights, three module trees, one result."""
    reference = randomised(torchvision(), Numbers(5))
    timm = timm_names("torchvision", reference.state_dict())
    for model, state in ((Timm(), timm), (HuggingFace(1e-6), hugging_face_names(timm))):
        model.load_state_dict(state, strict=True)
        require_close(logits_of(model, images), logits_of(reference, images), 1e-10, type(model).__name__)


def exported(model, images):
    """The files that this model becomes, each loaded again from its bytes into its library's module tree."""
    as_timm = timm_names("torchvision", model.state_dict())
    states = {"torchvision": model.state_dict(), "timm": as_timm, "hugging-face": hugging_face_names(as_timm)}
    for family, state in states.items():
        copy = FAMILIES[family](1e-6)
        copy.load_state_dict(read_bytes(file_bytes(state)), strict=True)
        require_close(logits_of(copy, images), logits_of(model, images), 1e-10, f"exported to {family}")
    return {family: hashlib.sha256(file_bytes(state)).hexdigest() for family, state in states.items()}


def interpolation_golden(timm, image_size, numbers):
    images = numbers.tensor((1, CHANNELS, image_size, image_size), 0.8)
    state = timm.state_dict()
    positions = resampled(state, image_size // PATCH)
    model = Timm()
    model.pos_embed = nn.Parameter(torch.zeros_like(positions))
    model.load_state_dict(state | {"pos_embed": positions})
    return dict(
        imageSize=image_size,
        positions=tensor_json(positions),
        patches=tensor_json(to_patches(images, PATCH)),
        logits=tensor_json(logits_of(model, images)),
    )


def make(directory):
    numbers = Numbers(11)
    images = numbers.tensor((BATCH, CHANNELS, IMAGE, IMAGE), 0.8)
    require_same_models(images)
    torch_model, torch_golden = model_golden("torchvision", 21, images, directory)
    _, face_golden = model_golden("hugging-face", 22, images, directory)
    timm, timm_golden = model_golden("timm", 23, images, directory)
    kernel = timm.state_dict()["patch_embed.proj.weight"]
    content = {
        "sizes": dict(
            imageSize=IMAGE, channels=CHANNELS, patchSize=PATCH, width=WIDTH, depth=DEPTH, heads=HEADS, mlpWidth=MLP
        )
        | dict(classes=CLASSES),
        "patches": tensor_json(to_patches(images, PATCH)),
        "models": [torch_golden, face_golden, timm_golden],
        "linearChannelsLast": tensor_json(kernel.permute(0, 2, 3, 1).flatten(1)),
        "interpolations": [interpolation_golden(timm, size, numbers) for size in (8, 12, 20, 24)],
        "torchvisionExportedSha256": exported(torch_model, images),
    }
    write(directory / "interchange.json", content)


def check(directory, family, path):
    """Which golden model an exported file came from shows in its logits, whatever names it has now."""
    golden = json.loads((directory / "interchange.json").read_text(encoding="utf-8"))
    images = Numbers(11).tensor((BATCH, CHANNELS, IMAGE, IMAGE), 0.8)
    for epsilon in (1e-6, 1e-12):
        model = FAMILIES[family](epsilon)
        model.load_state_dict(read_bytes(Path(path).read_bytes()), strict=True)
        logits = logits_of(model, images).flatten()
        for known in golden["models"]:
            expected = torch.tensor(known["logits"]["values"])
            error = ((logits - expected).abs().max() / expected.abs().max()).item()
            if error < 1e-6:
                print(f"{path}: logits of {known['file']} with epsilon {epsilon}, relative error {error:.1e}")
                return
    require(False, f"{path}: the logits are those of none of the golden checkpoints")


def main():
    if sys.argv[1:2] == ["--check"]:
        check(DIRECTORY, *sys.argv[2:])
    else:
        make(output_directory())


if __name__ == "__main__":
    main()
