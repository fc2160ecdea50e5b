"""Golden values for the optimizers and the learning rate schedules, from PyTorch.

PyTorch computes in double precision. Initial parameters and gradients are multiples of 1/4096, exact as 32-bit floats
too, so a float implementation starts from the very same numbers and may differ by its own rounding only.

PyTorch has no LAMB: the class below follows algorithm 2 of You et al. 2020 line by line, with the identity for phi. Groups
without weight decay are not adapted, as in the authors' code (exclude_from_layer_adaptation).

Weight decay applies to one tensor of three, and the learning rate changes from step to step.

Needs: Python 3.9+, torch 1.13+. No other package, no network, no files.
Run:   python3 optimizer_golden.py [OUTPUT_DIRECTORY]     (default: ../resources/golden beside this script)
Makes: optimizer.json, learning_rate.json
"""

import json
import random
import sys
from pathlib import Path

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

STEPS = 12

# Name, shape and whether weight decay applies; not in the order of the names.
TENSORS = (("norm.weight", (5,), False), ("head.weight", (3, 5), True), ("head.bias", (3,), False))

CASES = (
    ("adamw", "AdamW", dict(betas=(0.9, 0.999), eps=1e-8), 0.05),
    ("adamw-large-epsilon", "AdamW", dict(betas=(0.8, 0.95), eps=1e-2), 0.3),
    ("adamw-no-memory", "AdamW", dict(betas=(0.0, 0.0), eps=1e-6), 0.0),
    ("lamb", "Lamb", dict(betas=(0.9, 0.999), eps=1e-6), 0.1),
    ("lamb-large-epsilon", "Lamb", dict(betas=(0.8, 0.95), eps=1e-2), 0.3),
    # All parameters start at zero: the ratio is 1 in the first step.
    ("lamb-from-zero", "Lamb", dict(betas=(0.9, 0.99), eps=1e-6), 0.01),
    ("sgd", "SGD", dict(momentum=0.0), 0.1),
    ("sgd-momentum", "SGD", dict(momentum=0.9), 0.01),
    ("sgd-nesterov", "SGD", dict(momentum=0.75, nesterov=True), 0.1),
)


class Lamb(torch.optim.Optimizer):
    def __init__(self, groups, betas, eps):
        super().__init__(groups, dict(betas=betas, eps=eps))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for x in group["params"]:
                state = self.state[x]
                t = state["step"] = state.get("step", 0) + 1
                m = state["exp_avg"] = beta1 * state.get("exp_avg", torch.zeros_like(x)) + (1 - beta1) * x.grad
                v = state["exp_avg_sq"] = beta2 * state.get("exp_avg_sq", torch.zeros_like(x)) + (1 - beta2) * x.grad**2
                r = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + group["eps"])
                update = r + group["weight_decay"] * x
                ratio = 1.0
                if group["weight_decay"] > 0 and x.norm() > 0 and update.norm() > 0:
                    ratio = x.norm() / update.norm()
                x.sub_(group["lr"] * ratio * update)


def exact(source, scale):
    """A multiple of 1/4096 of about the given size."""
    return round(source.gauss(0, scale) * 4096) / 4096


def numbers(source, shape, scale):
    return torch.tensor([exact(source, scale) for _ in range(torch.Size(shape).numel())]).reshape(shape)


def flat(tensor):
    return tensor.detach().flatten().tolist()


def run_case(name, kind, options, decay):
    source = random.Random(name)
    scale = 0.0 if name.endswith("from-zero") else 1.0
    parameters = {key: torch.nn.Parameter(numbers(source, shape, scale)) for key, shape, _ in TENSORS}
    initial = {key: flat(value) for key, value in parameters.items()}
    groups = [
        dict(params=[parameters[key]], weight_decay=decay if decays else 0.0, lr=1.0) for key, _, decays in TENSORS
    ]
    optimizer = (Lamb if kind == "Lamb" else getattr(torch.optim, kind))(groups, **options)
    steps = []
    for step in range(STEPS):
        rate = (step % 5 + 1) / 64
        # Some gradients are zero, some tiny, some large: what happens to the second moment shows.
        gradients = {key: numbers(source, shape, (0.01, 1.0, 30.0)[step % 3]) for key, shape, _ in TENSORS}
        gradients["norm.weight"][0] = 0.0
        for key, value in gradients.items():
            parameters[key].grad = value.clone()
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()
        steps.append(
            dict(
                learningRate=rate,
                gradients={key: flat(value) for key, value in gradients.items()},
                parameters={key: flat(value) for key, value in parameters.items()},
                slots=slots(optimizer, parameters),
            )
        )
    return dict(name=name, kind=kind, weightDecay=decay, initial=initial, steps=steps, **options)


def slots(optimizer, parameters):
    """The moments of PyTorch's state by its own names: exp_avg, exp_avg_sq, momentum_buffer."""
    found = {}
    for key, parameter in parameters.items():
        for slot, value in optimizer.state[parameter].items():
            if slot != "step" and value is not None:
                found.setdefault(slot, {})[key] = flat(value)
    return found


def schedule(shape, base, final, warmup, total, cycle=1, growth=1):
    """Rates of the steps 0 to total, by PyTorch's schedulers: a linear rise, then the shape over the rest."""
    rates = []
    if warmup > 0:
        rise = lambda optimizer: torch.optim.lr_scheduler.LinearLR(
            optimizer, start_factor=1 / warmup, end_factor=1.0, total_iters=max(1, warmup - 1)
        )
        rates += rolled(base, rise, warmup)
    rest = total - warmup
    shapes = dict(
        cosine=lambda optimizer: torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=rest, eta_min=final),
        linear=lambda optimizer: torch.optim.lr_scheduler.LinearLR(
            optimizer, start_factor=1.0, end_factor=final / base, total_iters=rest
        ),
        constant=lambda optimizer: torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1.0),
        cosine_restarts=lambda optimizer: torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(
            optimizer, T_0=cycle, T_mult=growth, eta_min=final
        ),
    )
    rates += rolled(base, shapes[shape], rest + 1)
    return dict(
        shape=shape,
        learningRate=base,
        finalLearningRate=final,
        warmupSteps=warmup,
        totalSteps=total,
        cycleSteps=cycle,
        cycleGrowth=growth,
        rates=rates,
    )


def noam(factor, width, warmup, total):
    """The formula of the paper (Vaswani et al. 2017, equation 3), as a factor for PyTorch's scheduler."""
    formula = lambda step: width**-0.5 * min((step + 1) ** -0.5, (step + 1) * warmup**-1.5)
    rates = rolled(factor, lambda optimizer: torch.optim.lr_scheduler.LambdaLR(optimizer, formula), total + 1)
    return dict(factor=factor, width=width, warmupSteps=warmup, totalSteps=total, rates=rates)


def rolled(base, scheduler_of, count):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base)
    scheduler = scheduler_of(optimizer)
    rates = []
    for _ in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


SCHEDULES = (
    ("cosine", 1e-3, 1e-5, 5, 25),
    ("cosine", 0.1, 0.0, 0, 7),
    ("linear", 3e-4, 0.0, 4, 24),
    ("linear", 0.5, 0.125, 0, 10),
    ("constant", 0.02, 0.02, 6, 12),
    ("cosine_restarts", 0.1, 0.01, 0, 23, 5, 1),
    ("cosine_restarts", 2e-3, 0.0, 4, 60, 3, 2),
    ("cosine_restarts", 0.5, 0.125, 3, 40, 2, 3),
)

NOAM = ((1.0, 512, 40, 100), (2.5, 24, 1, 20), (0.3, 7, 30, 12))


def write(directory, name, content):
    text = json.dumps(content, indent=None, separators=(",", ":")) + "\n"
    (directory / name).write_text(text.replace('{"name"', '\n{"name"').replace('{"shape"', '\n{"shape"'))


def main():
    here = Path(__file__).resolve().parent
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "resources" / "golden"
    tensors = [dict(name=name, extents=list(shape), decay=decays) for name, shape, decays in TENSORS]
    write(directory, "optimizer.json", dict(tensors=tensors, cases=[run_case(*case) for case in CASES]))
    schedules = [schedule(*arguments) for arguments in SCHEDULES]
    write(directory, "learning_rate.json", dict(schedules=schedules, noam=[noam(*arguments) for arguments in NOAM]))


if __name__ == "__main__":
    main()
