"""Makes golden values for the operations of augmentation under src/test/resources/golden/augment, with Pillow and, for
hue, torchvision.

Run from the module's folder with a Python that has both (made with Pillow 9.4.0 and torchvision 0.14.1):

    python3 src/test/python/make_augment_golden.py

The source picture is the formula below, which the test repeats; each line of cases.txt is
"<name> <operation> <argument> <width> <height> <channels> <tolerance>", and <name>.raw holds the result row by row,
channels interleaved. The tolerance is what rounding explains: Pillow cuts off where Sparkformer rounds.
"""

import math
import pathlib

import torch
from PIL import Image, ImageEnhance, ImageOps
from torchvision.transforms import functional

GOLDEN = pathlib.Path("src/test/resources/golden/augment")
FILL = (124, 116, 104)


def value(x, y, channel):
    """Rough enough that every pixel counts, and dark enough on the whole that the histogram is not even."""
    rough = (x * 37 + y * 59 + channel * 83 + x * y * 7 + (x * x) % 11 * 13) % 256
    return 20 + rough * rough // 300


def picture(width, height, channels):
    data = bytes(value(x, y, channel) for y in range(height) for x in range(width) for channel in range(channels))
    return Image.frombytes("L" if channels == 1 else "RGB", (width, height), data)


def affine(image, matrix):
    fill = FILL[0] if image.mode == "L" else FILL
    return image.transform(image.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=fill)


def rotate(image, degrees):
    """About the centre, anticlockwise; from the definition and not by Image.rotate, which rounds the matrix."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = image.width / 2, image.height / 2
    return affine(image, (cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y))


def hue(image, turns):
    pixels = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
    pixels = pixels.reshape(image.height, image.width, 3).permute(2, 0, 1).double() / 255
    turned = functional.adjust_hue(pixels, turns).permute(1, 2, 0)
    return Image.frombytes("RGB", image.size, (turned * 255).round().to(torch.uint8).numpy().tobytes())


OPERATIONS = {
    "brightness": lambda image, factor: ImageEnhance.Brightness(image).enhance(factor),
    "contrast": lambda image, factor: ImageEnhance.Contrast(image).enhance(factor),
    "saturation": lambda image, factor: ImageEnhance.Color(image).enhance(factor),
    "sharpness": lambda image, factor: ImageEnhance.Sharpness(image).enhance(factor),
    "hue": hue,
    "autocontrast": lambda image, _: ImageOps.autocontrast(image),
    "equalize": lambda image, _: ImageOps.equalize(image),
    "posterize": lambda image, bits: ImageOps.posterize(image, int(bits)),
    "solarize": lambda image, threshold: ImageOps.solarize(image, int(threshold)),
    "mirror": lambda image, _: ImageOps.mirror(image),
    "rotate": rotate,
    "shear-x": lambda image, slope: affine(image, (1, slope, 0, 0, 1, 0)),
    "shear-y": lambda image, slope: affine(image, (1, 0, 0, slope, 1, 0)),
    "shift-right": lambda image, pixels: affine(image, (1, 0, -pixels, 0, 1, 0)),
    "shift-down": lambda image, pixels: affine(image, (1, 0, 0, 0, 1, -pixels)),
}

CASES = [
    ("brightness", [0.0, 0.1, 0.6, 1.0, 1.4, 1.9], 1),
    ("contrast", [0.0, 0.1, 0.6, 1.0, 1.4, 1.9], 1),
    ("saturation", [0.0, 0.1, 0.6, 1.0, 1.4, 1.9], 1),
    ("sharpness", [0.0, 0.1, 0.6, 1.0, 1.4, 1.9], 2),
    ("hue", [-0.5, -0.2, 0.0, 0.1, 0.4, 0.5], 1),
    ("autocontrast", [0], 1),
    ("equalize", [0], 0),
    ("posterize", [4, 6, 8], 0),
    ("solarize", [0, 100, 256], 0),
    ("mirror", [0], 0),
    ("rotate", [-30, -7.5, 0, 13, 30], 1),
    ("shear-x", [-0.3, 0.0, 0.17], 1),
    ("shear-y", [-0.3, 0.0, 0.17], 1),
    ("shift-right", [-11, 0, 5], 0),
    ("shift-down", [-11, 0, 5], 0),
]


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    with open(GOLDEN / "cases.txt", "w", encoding="ascii", newline="\n") as cases:
        for operation, arguments, tolerance in CASES:
            for argument in arguments:
                for width, height, channels in [(33, 26, 3), (29, 31, 1)]:
                    if channels == 1 and operation in ("hue", "saturation"):
                        continue
                    name = f"{operation}-{argument}-{channels}"
                    print(name, operation, argument, width, height, channels, tolerance, file=cases)
                    result = OPERATIONS[operation](picture(width, height, channels), argument)
                    (GOLDEN / f"{name}.raw").write_bytes(result.tobytes())
